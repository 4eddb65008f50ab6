package dev.tributary.optim;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.Technique;
import java.util.List;

/**
 * Momentum: {@code m ← μ m - η g}, {@code w ← w + m} (Polyak, 1964).
 *
 * @param momentum μ, {@code [0, 1)}; 0.9 by default
 */
@Technique(
    kind = Technique.Kind.OPTIMIZER,
    name = "momentum",
    formula = "m ← μ m − η g, w ← w + m",
    paper = "Polyak, 1964",
    defaults = "momentum 0.9")
public record Momentum(double momentum) implements Optimizer {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "momentum";
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
      velocity[i] = mu * velocity[i] - eta * gradient[i];
      weights[i] += velocity[i];
    }
  }

  /** Reads {@code momentum}. */
  @AutoService(OptimizerType.class)
  public static final class Type implements OptimizerType {
    @Override
    public String name() {
      return "momentum";
    }

    @Override
    public Optimizer read(Section section) {
      return new Momentum(section.number("momentum", 0.9, Range.fromBelow(0, 1)));
    }
  }
}
