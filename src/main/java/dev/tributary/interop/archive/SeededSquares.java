package dev.tributary.interop.archive;

import dev.tributary.optim.Optimizer;
import dev.tributary.optim.StepSize;
import java.util.Arrays;
import java.util.List;

/**
 * AdaGrad and RMSProp as Deeplearning4j has them: {@code w ← w - η g / (√s + ε)} with an s that
 * starts at ε and not at 0: {@code s ← s + g²}, or {@code s ← ρ s + (1 - ρ) g²}.
 *
 * @param decay ρ, {@code [0, 1)}; NaN for AdaGrad
 * @param epsilon ε, greater than 0
 */
record SeededSquares(double decay, double epsilon) implements Optimizer {
  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return Double.isNaN(decay) ? "dl4j_adagrad" : "dl4j_rmsprop";
  }

  @Override
  public List<String> state() {
    return List.of("squares");
  }

  @Override
  public float[][] newState(int size) {
    float[][] state = new float[1][size];
    Arrays.fill(state[0], (float) epsilon);
    return state;
  }

  @Override
  public void step(
      float[] weights, float[] gradient, float[][] state, int from, int to, StepSize size) {
    float keep = Double.isNaN(decay) ? 1 : (float) decay;
    float take = Double.isNaN(decay) ? 1 : (float) (1 - decay);
    float eta = (float) size.rate;
    float eps = (float) epsilon;
    float[] squares = state[0];
    for (int i = from; i < to; i++) {
      float g = gradient[i];
      squares[i] = keep * squares[i] + take * g * g;
      weights[i] -= eta * g / ((float) Math.sqrt(squares[i]) + eps);
    }
  }
}
