package dev.tributary.optim;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.Technique;
import java.util.List;

/**
 * AdaMax, Adam with the infinity norm: {@code m ← β₁ m + (1 - β₁) g}, {@code u ← max(β₂ u, |g|)},
 * {@code w ← w - η m̂ / (u + ε)} with {@code m̂ = m / (1 - β₁ᵗ)} (Kingma and Ba, 2015, algorithm 2,
 * which has no ε: a weight whose gradients are all 0 would become NaN).
 *
 * @param beta1 β₁, {@code [0, 1)}; 0.9 by default
 * @param beta2 β₂, {@code [0, 1)}; 0.999 by default
 * @param epsilon ε; 1e-7 by default, as in Keras
 */
@Technique(
    kind = Technique.Kind.OPTIMIZER,
    name = "adamax",
    formula = "m as adam, u ← max(β₂ u, |g|), w ← w − η m̂ / (u + ε)",
    paper = "Kingma and Ba, 2015",
    defaults = "beta1 0.9, beta2 0.999, epsilon 1e-7")
public record Adamax(double beta1, double beta2, double epsilon) implements Optimizer {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "adamax";
  }

  @Override
  public List<String> state() {
    return List.of("first_moment", "infinity_norm");
  }

  @Override
  public void step(
      float[] weights, float[] gradient, float[][] state, int from, int to, StepSize size) {
    float b1 = (float) beta1;
    float b2 = (float) beta2;
    float take1 = (float) (1 - beta1);
    float eta = (float) (size.rate / (1 - Math.pow(beta1, (double) size.step)));
    float eps = (float) epsilon;
    float[] first = state[0];
    float[] greatest = state[1];
    for (int i = from; i < to; i++) {
      float g = gradient[i];
      first[i] = b1 * first[i] + take1 * g;
      greatest[i] = Math.max(b2 * greatest[i], Math.abs(g));
      weights[i] -= eta * first[i] / (greatest[i] + eps);
    }
  }

  /** Reads {@code adamax}. */
  @AutoService(OptimizerType.class)
  public static final class Type implements OptimizerType {
    @Override
    public String name() {
      return "adamax";
    }

    @Override
    public Optimizer read(Section section) {
      return new Adamax(
          section.number("beta1", 0.9, Range.fromBelow(0, 1)),
          section.number("beta2", 0.999, Range.fromBelow(0, 1)),
          section.number("epsilon", 1e-7, Range.positive()));
    }
  }
}
