package dev.tributary.optim;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.math.Elementary;
import dev.tributary.nn.Technique;
import java.util.List;

/**
 * Lion: {@code w ← w - η (sign(β₁ m + (1 - β₁) g) + λ w)}, then {@code m ← β₂ m + (1 - β₂) g} (Chen
 * et al., 2023, algorithm 2). Every step moves each weight by η, so that the learning rate should
 * be a third to a tenth of Adam's.
 *
 * @param beta1 β₁, {@code [0, 1)}; 0.9 by default
 * @param beta2 β₂, {@code [0, 1)}; 0.99 by default
 * @param weightDecay λ, at least 0; 0 by default, as in Keras
 */
@Technique(
    kind = Technique.Kind.OPTIMIZER,
    name = "lion",
    formula = "w ← w − η (sign(β₁ m + (1 − β₁) g) + λ w), m ← β₂ m + (1 − β₂) g",
    paper = "Chen et al., 2023",
    defaults = "beta1 0.9, beta2 0.99, weight-decay 0")
public record Lion(double beta1, double beta2, double weightDecay) implements Optimizer {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "lion";
  }

  @Override
  public List<String> state() {
    return List.of("momentum");
  }

  @Override
  public void step(
      float[] weights, float[] gradient, float[][] state, int from, int to, StepSize size) {
    float b1 = (float) beta1;
    float b2 = (float) beta2;
    float take1 = (float) (1 - beta1);
    float take2 = (float) (1 - beta2);
    float eta = (float) size.rate;
    float decay = (float) (size.rate * weightDecay);
    float[] mean = state[0];
    for (int i = from; i < to; i++) {
      float g = gradient[i];
      float direction = Elementary.sign(b1 * mean[i] + take1 * g);
      weights[i] -= eta * direction + decay * weights[i];
      mean[i] = b2 * mean[i] + take2 * g;
    }
  }

  /** Reads {@code lion}. */
  @AutoService(OptimizerType.class)
  public static final class Type implements OptimizerType {
    @Override
    public String name() {
      return "lion";
    }

    @Override
    public Optimizer read(Section section) {
      return new Lion(
          section.number("beta1", 0.9, Range.fromBelow(0, 1)),
          section.number("beta2", 0.99, Range.fromBelow(0, 1)),
          section.number("weight-decay", 0, Range.atLeast(0)));
    }
  }
}
