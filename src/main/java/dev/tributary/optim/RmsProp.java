package dev.tributary.optim;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.Technique;
import java.util.ArrayList;
import java.util.List;

/**
 * RMSProp: {@code s ← ρ s + (1 - ρ) g²}, {@code m ← μ m - η g / √(s + ε)}, {@code w ← w + m}
 * (Tieleman and Hinton, 2012, lecture 6e, which has neither ε nor momentum). Centered, the root is
 * of the variance: {@code a ← ρ a + (1 - ρ) g}, {@code √(s - a² + ε)} (Graves, 2013, eq. 38 to 41).
 * ε is under the root, as Graves and Keras have it.
 *
 * @param rho ρ, {@code [0, 1)}; 0.9 by default
 * @param momentum μ, {@code [0, 1)}; 0 by default, and then without a vector of its own
 * @param epsilon ε; 1e-7 by default, as in Keras
 * @param centered whether to divide by the deviation from the mean gradient; false by default
 */
@Technique(
    kind = Technique.Kind.OPTIMIZER,
    name = "rmsprop",
    formula =
        "s ← ρ s + (1 − ρ) g², w ← w − η g / (√s + ε); centered: s less the squared mean of g",
    paper = "Tieleman and Hinton, 2012; Graves, 2013",
    defaults = "rho 0.9, momentum 0, epsilon 1e-7, centered false")
public record RmsProp(double rho, double momentum, double epsilon, boolean centered)
    implements Optimizer {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "rmsprop";
  }

  @Override
  public List<String> state() {
    List<String> names = new ArrayList<>(List.of("mean_square"));
    if (centered) {
      names.add("mean_gradient");
    }
    if (momentum > 0) {
      names.add("momentum");
    }
    return List.copyOf(names);
  }

  @Override
  public boolean hasMomentum() {
    return momentum > 0;
  }

  @Override
  public void step(
      float[] weights, float[] gradient, float[][] state, int from, int to, StepSize size) {
    float keep = (float) rho;
    float take = (float) (1 - rho);
    float eta = (float) size.rate;
    float mu = (float) size.momentum(momentum);
    float eps = (float) epsilon;
    float[] square = state[0];
    float[] mean = centered ? state[1] : null;
    float[] velocity = momentum > 0 ? state[state.length - 1] : null;
    for (int i = from; i < to; i++) {
      float g = gradient[i];
      square[i] = keep * square[i] + take * g * g;
      float spread = square[i];
      if (mean != null) {
        mean[i] = keep * mean[i] + take * g;
        // Never negative but for rounding, which can exceed ε.
        spread = Math.max(0, spread - mean[i] * mean[i]);
      }
      float change = -eta * g / (float) Math.sqrt(spread + eps);
      if (velocity != null) {
        velocity[i] = mu * velocity[i] + change;
        change = velocity[i];
      }
      weights[i] += change;
    }
  }

  /** Reads {@code rmsprop}. */
  @AutoService(OptimizerType.class)
  public static final class Type implements OptimizerType {
    @Override
    public String name() {
      return "rmsprop";
    }

    @Override
    public Optimizer read(Section section) {
      return new RmsProp(
          section.number("rho", 0.9, Range.fromBelow(0, 1)),
          section.number("momentum", 0, Range.fromBelow(0, 1)),
          section.number("epsilon", 1e-7, Range.positive()),
          section.flag("centered", false));
    }
  }
}
