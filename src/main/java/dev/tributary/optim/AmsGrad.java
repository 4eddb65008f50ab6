package dev.tributary.optim;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.Technique;
import java.util.List;

/**
 * AMSGrad: Adam that divides by the greatest second moment so far: {@code m ← β₁ m + (1 - β₁) g},
 * {@code s ← β₂ s + (1 - β₂) g²}, {@code h ← max(h, s)}, {@code w ← w - η m̂ / (√ĥ + ε)} with
 * {@code m̂ = m / (1 - β₁ᵗ)}, {@code ĥ = h / (1 - β₂ᵗ)} (Reddi, Kale and Kumar, 2018, algorithm 2).
 * The paper leaves out both corrections and ε; they are as in Keras and PyTorch, so that it is Adam
 * as long as s grows.
 *
 * @param beta1 β₁, {@code [0, 1)}; 0.9 by default
 * @param beta2 β₂, {@code [0, 1)}; 0.999 by default
 * @param epsilon ε; 1e-8 by default, as for Adam
 */
@Technique(
    kind = Technique.Kind.OPTIMIZER,
    name = "amsgrad",
    formula = "adam with the greatest s so far in place of s",
    paper = "Reddi et al., 2018",
    defaults = "beta1 0.9, beta2 0.999, epsilon 1e-8")
public record AmsGrad(double beta1, double beta2, double epsilon) implements Optimizer {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "amsgrad";
  }

  @Override
  public List<String> state() {
    return List.of("first_moment", "second_moment", "greatest_second_moment");
  }

  @Override
  public void step(
      float[] weights, float[] gradient, float[][] state, int from, int to, StepSize size) {
    float b1 = (float) beta1;
    float b2 = (float) beta2;
    float take1 = (float) (1 - beta1);
    float take2 = (float) (1 - beta2);
    double correction2 = Math.sqrt(1 - Math.pow(beta2, (double) size.step));
    float eta = (float) (size.rate * correction2 / (1 - Math.pow(beta1, (double) size.step)));
    float eps = (float) (epsilon * correction2);
    float[] first = state[0];
    float[] second = state[1];
    float[] greatest = state[2];
    for (int i = from; i < to; i++) {
      float g = gradient[i];
      first[i] = b1 * first[i] + take1 * g;
      second[i] = b2 * second[i] + take2 * g * g;
      greatest[i] = Math.max(greatest[i], second[i]);
      weights[i] -= eta * first[i] / ((float) Math.sqrt(greatest[i]) + eps);
    }
  }

  /** Reads {@code amsgrad}. */
  @AutoService(OptimizerType.class)
  public static final class Type implements OptimizerType {
    @Override
    public String name() {
      return "amsgrad";
    }

    @Override
    public Optimizer read(Section section) {
      return new AmsGrad(
          section.number("beta1", 0.9, Range.fromBelow(0, 1)),
          section.number("beta2", 0.999, Range.fromBelow(0, 1)),
          section.number("epsilon", 1e-8, Range.positive()));
    }
  }
}
