package dev.tributary.optim;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.Technique;
import java.util.List;

/**
 * Nadam, Adam with Nesterov's look ahead: {@code m ← β₁ m + (1 - β₁) g}, {@code s ← β₂ s + (1 - β₂)
 * g²}, {@code w ← w - η m̄ / (√ŝ + ε)} with {@code m̄ = β₁ m / (1 - β₁ᵗ⁺¹) + (1 - β₁) g / (1 -
 * β₁ᵗ)}, {@code ŝ = s / (1 - β₂ᵗ)} (Dozat, 2016, algorithm 2 with the same μ = β₁ at every step).
 * Dozat's warm-up of μ, which Keras has, is left out: t alone then gives the corrections. So is the
 * factor ν of his ŝ, which neither Keras nor PyTorch has.
 *
 * @param beta1 β₁, {@code [0, 1)}; 0.9 by default
 * @param beta2 β₂, {@code [0, 1)}; 0.999 by default
 * @param epsilon ε; 1e-8 by default, as for Adam (Keras has 1e-7)
 */
@Technique(
    kind = Technique.Kind.OPTIMIZER,
    name = "nadam",
    formula = "adam whose m̂ looks one step ahead, as Nesterov’s momentum does",
    paper = "Dozat, 2016",
    defaults = "beta1 0.9, beta2 0.999, epsilon 1e-8")
public record Nadam(double beta1, double beta2, double epsilon) implements Optimizer {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "nadam";
  }

  @Override
  public List<String> state() {
    return List.of("first_moment", "second_moment");
  }

  @Override
  public void step(
      float[] weights, float[] gradient, float[][] state, int from, int to, StepSize size) {
    float b1 = (float) beta1;
    float b2 = (float) beta2;
    float take1 = (float) (1 - beta1);
    float take2 = (float) (1 - beta2);
    // Both corrections of m̄ and that of ŝ moved out of the loop.
    double correction2 = Math.sqrt(1 - Math.pow(beta2, (double) size.step));
    float ahead =
        (float) (size.rate * correction2 * beta1 / (1 - Math.pow(beta1, size.step + 1.0)));
    float now =
        (float) (size.rate * correction2 * (1 - beta1) / (1 - Math.pow(beta1, (double) size.step)));
    float eps = (float) (epsilon * correction2);
    float[] first = state[0];
    float[] second = state[1];
    for (int i = from; i < to; i++) {
      float g = gradient[i];
      first[i] = b1 * first[i] + take1 * g;
      second[i] = b2 * second[i] + take2 * g * g;
      weights[i] -= (ahead * first[i] + now * g) / ((float) Math.sqrt(second[i]) + eps);
    }
  }

  /** Reads {@code nadam}. */
  @AutoService(OptimizerType.class)
  public static final class Type implements OptimizerType {
    @Override
    public String name() {
      return "nadam";
    }

    @Override
    public Optimizer read(Section section) {
      return new Nadam(
          section.number("beta1", 0.9, Range.fromBelow(0, 1)),
          section.number("beta2", 0.999, Range.fromBelow(0, 1)),
          section.number("epsilon", 1e-8, Range.positive()));
    }
  }
}
