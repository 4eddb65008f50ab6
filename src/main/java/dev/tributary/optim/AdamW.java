package dev.tributary.optim;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.Technique;
import java.util.List;

/**
 * AdamW, Adam with decoupled weight decay: {@code m ← β₁ m + (1 - β₁) g}, {@code s ← β₂ s + (1 -
 * β₂) g²}, {@code w ← w - η (m̂ / (√ŝ + ε) + λ w)} with {@code m̂ = m / (1 - β₁ᵗ)}, {@code ŝ = s /
 * (1 - β₂ᵗ)} (Loshchilov and Hutter, 2019, algorithm 2). The decay is in proportion to the learning
 * rate, as in Keras and PyTorch; the paper's is to the schedule's multiplier alone. Every parameter
 * decays, biases too.
 *
 * @param beta1 β₁, {@code [0, 1)}; 0.9 by default
 * @param beta2 β₂, {@code [0, 1)}; 0.999 by default
 * @param epsilon ε; 1e-8 by default, as in the paper (Keras has 1e-7)
 * @param weightDecay λ, at least 0; 0.004 by default, as in Keras
 */
@Technique(
    kind = Technique.Kind.OPTIMIZER,
    name = "adamw",
    formula = "adam, and w ← w − η λ w",
    paper = "Loshchilov and Hutter, 2019",
    defaults = "beta1 0.9, beta2 0.999, epsilon 1e-8, weight-decay 0.004")
public record AdamW(double beta1, double beta2, double epsilon, double weightDecay)
    implements Optimizer {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return "adamw";
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
    double correction2 = Math.sqrt(1 - Math.pow(beta2, (double) size.step));
    float eta = (float) (size.rate * correction2 / (1 - Math.pow(beta1, (double) size.step)));
    float eps = (float) (epsilon * correction2);
    float decay = (float) (size.rate * weightDecay);
    float[] first = state[0];
    float[] second = state[1];
    for (int i = from; i < to; i++) {
      float g = gradient[i];
      first[i] = b1 * first[i] + take1 * g;
      second[i] = b2 * second[i] + take2 * g * g;
      weights[i] -= eta * first[i] / ((float) Math.sqrt(second[i]) + eps) + decay * weights[i];
    }
  }

  /** Reads {@code adamw}. */
  @AutoService(OptimizerType.class)
  public static final class Type implements OptimizerType {
    @Override
    public String name() {
      return "adamw";
    }

    @Override
    public Optimizer read(Section section) {
      return new AdamW(
          section.number("beta1", 0.9, Range.fromBelow(0, 1)),
          section.number("beta2", 0.999, Range.fromBelow(0, 1)),
          section.number("epsilon", 1e-8, Range.positive()),
          section.number("weight-decay", 0.004, Range.atLeast(0)));
    }
  }
}
