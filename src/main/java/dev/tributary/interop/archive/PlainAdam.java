package dev.tributary.interop.archive;

import dev.tributary.optim.Optimizer;
import dev.tributary.optim.StepSize;
import java.util.List;
import java.util.Locale;

/**
 * Adam and its kin as Deeplearning4j has them: {@code m ← β₁ m + (1 - β₁) g}, {@code s ← β₂ s + (1
 * - β₂) g²}, {@code w ← w - η c₂/c₁ m / (√s + ε)} with {@code c₁ = 1 - β₁ᵗ}, {@code c₂ = √(1 -
 * β₂ᵗ)}. So ε is added before the correction of s, not after it as in Kingma and Ba's algorithm 1:
 * they call that ε̂, in the remark below it.
 *
 * <ul>
 *   <li>AMSGrad: the greatest s so far in place of s
 *   <li>Nadam: {@code (β₁ m + (1 - β₁) g) / c₁} in place of {@code c₂/c₁ m}: s isn't corrected
 *   <li>AdaMax: {@code u ← max(β₂ u, |g|)}, {@code w ← w - η/c₁ m / u}
 * </ul>
 *
 * @param epsilon ε, greater than 0; AdaMax has none
 */
record PlainAdam(Kind kind, double beta1, double beta2, double epsilon) implements Optimizer {
  private static final long serialVersionUID = 1L;

  /** Stands for 0 in AdaMax's divisor. */
  private static final float LEAST = 1e-32f;

  /** Which of them. */
  enum Kind {
    ADAM,
    AMSGRAD,
    NADAM,
    ADAMAX
  }

  @Override
  public String name() {
    return "dl4j_" + kind.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<String> state() {
    return switch (kind) {
      case ADAM, NADAM -> List.of("first_moment", "second_moment");
      case AMSGRAD -> List.of("first_moment", "second_moment", "greatest_second_moment");
      case ADAMAX -> List.of("first_moment", "infinity_norm");
    };
  }

  @Override
  public void step(
      float[] weights, float[] gradient, float[][] state, int from, int to, StepSize size) {
    double correction1 = 1 - Math.pow(beta1, (double) size.step);
    double correction2 = Math.sqrt(1 - Math.pow(beta2, (double) size.step));
    float b1 = (float) beta1;
    float take1 = (float) (1 - beta1);
    float[] first = state[0];
    for (int i = from; i < to; i++) {
      first[i] = b1 * first[i] + take1 * gradient[i];
    }
    switch (kind) {
      case ADAM, AMSGRAD -> {
        float eta = (float) (size.rate * correction2 / correction1);
        float[] divisor = squares(gradient, state, from, to);
        for (int i = from; i < to; i++) {
          weights[i] -= eta * first[i] / root(divisor[i]);
        }
      }
      case NADAM -> {
        float eta = (float) (size.rate / correction1);
        float[] divisor = squares(gradient, state, from, to);
        for (int i = from; i < to; i++) {
          weights[i] -= eta * (b1 * first[i] + take1 * gradient[i]) / root(divisor[i]);
        }
      }
      case ADAMAX -> {
        float eta = (float) (size.rate / correction1);
        float keep = (float) beta2;
        float[] norm = state[1];
        for (int i = from; i < to; i++) {
          norm[i] = Math.max(keep * norm[i], Math.abs(gradient[i])) + LEAST;
          weights[i] -= eta * first[i] / norm[i];
        }
      }
    }
  }

  /** Moves the second moment; gives what the step divides by the root of. */
  private float[] squares(float[] gradient, float[][] state, int from, int to) {
    float b2 = (float) beta2;
    float take2 = (float) (1 - beta2);
    float[] second = state[1];
    for (int i = from; i < to; i++) {
      second[i] = b2 * second[i] + take2 * gradient[i] * gradient[i];
    }
    if (kind != Kind.AMSGRAD) {
      return second;
    }
    float[] greatest = state[2];
    for (int i = from; i < to; i++) {
      greatest[i] = Math.max(greatest[i], second[i]);
    }
    return greatest;
  }

  private float root(float square) {
    return (float) Math.sqrt(square) + (float) epsilon;
  }
}
