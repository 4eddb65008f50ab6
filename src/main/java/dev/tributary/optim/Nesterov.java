package dev.tributary.optim;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.Technique;
import java.util.List;

/**
 * Nesterov's accelerated gradient, with the gradient taken at the weights themselves: {@code m ← μ
 * m - η g}, {@code w ← w + μ m - η g} (Sutskever et al., 2013, eq. 3 and 4, in the shifted
 * variables of Bengio et al., 2012, eq. 7).
 *
 * @param momentum μ, {@code [0, 1)}; 0.9 by default
 */
@Technique(
    kind = Technique.Kind.OPTIMIZER,
    name = "nesterov",
    formula = "m ← μ m − η g, w ← w + μ m − η g",
    paper = "Sutskever et al., 2013",
    defaults = "momentum 0.9")
public record Nesterov(double momentum) implements Optimizer {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "nesterov";
  }

  @Override
  public List<String> state() {
    return List.of("momentum");
  }

  @Override
  public boolean hasMomentum() {
    return true;
  }

  @Override
  public void step(
      float[] weights, float[] gradient, float[][] state, int from, int to, StepSize size) {
    float eta = (float) size.rate;
    float mu = (float) size.momentum(momentum);
    float[] velocity = state[0];
    for (int i = from; i < to; i++) {
      float push = eta * gradient[i];
      velocity[i] = mu * velocity[i] - push;
      weights[i] += mu * velocity[i] - push;
    }
  }

  /** Reads {@code nesterov}. */
  @AutoService(OptimizerType.class)
  public static final class Type implements OptimizerType {
    @Override
    public String name() {
      return "nesterov";
    }

    @Override
    public Optimizer read(Section section) {
      return new Nesterov(section.number("momentum", 0.9, Range.fromBelow(0, 1)));
    }
  }
}
