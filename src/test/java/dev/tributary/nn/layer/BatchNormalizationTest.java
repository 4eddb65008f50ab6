package dev.tributary.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.nn.Shape;
import dev.tributary.techniques.Proves;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the gradient tests leave open: normalized moments, and numbers far from 0. */
class BatchNormalizationTest {
  private static final int ROWS = 64;

  @Proves("layer/batch_normalization")
  @Test
  void outputsHaveMeanBetaAndDeviationGamma() {
    float[] input = normal(5, 3, 1);
    float[] output = train(input, new float[] {2f, -1f}, 1e-8);
    assertThat(Layers.mean(output)).isCloseTo(-1, within(1e-5));
    assertThat(Math.sqrt(Layers.variance(output))).isCloseTo(2, within(1e-5));
  }

  /** ε is added to the variance, under the root: σ² = ε halves the variance of the output. */
  @Test
  void epsilonIsAddedToTheVariance() {
    float[] input = normal(0, 1, 2);
    double variance = Layers.variance(input);
    float[] output = train(input, new float[] {1f, 0f}, variance);
    assertThat(Layers.variance(output)).isCloseTo(0.5, within(1e-5));
  }

  /** {@code E[x²] - E[x]²} in float would lose all digits here. */
  @Test
  void keepsItsPrecisionFarFromZero() {
    float[] input = normal(10_000, 1, 3);
    float[] output = train(input, new float[] {1f, 0f}, 1e-8);
    double mean = Layers.mean(input);
    double deviation = Math.sqrt(Layers.variance(input));
    for (int i = 0; i < ROWS; i++) {
      assertThat((double) output[i]).isCloseTo((input[i] - mean) / deviation, within(2e-3));
    }
  }

  @Test
  void aConstantInputGivesBeta() {
    float[] input = new float[ROWS];
    Arrays.fill(input, 3f);
    assertThat(train(input, new float[] {5f, 0.25f}, 1e-3)).containsOnly(0.25f);
  }

  private static float[] train(float[] input, float[] gammaAndBeta, double epsilon) {
    Layer layer =
        new BatchNormalization(0.9, epsilon)
            .build(
                new LayerPlan(
                    0,
                    Shape.of(1),
                    ROWS,
                    List.of(0, 1),
                    List.of(0, 1),
                    LayerPlan.Backward.TO_PARAMETERS,
                    LayerPlan.Role.TRAINABLE));
    Step step = new Step();
    step.mode = Step.Mode.TRAINING;
    step.rows = ROWS;
    step.weights = gammaAndBeta;
    step.statistics = new float[2];
    return layer.forward(step, input);
  }

  private static float[] normal(double mean, double deviation, long seed) {
    Random random = new Random(seed);
    float[] values = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      values[i] = (float) (mean + deviation * random.nextGaussian());
    }
    return values;
  }
}
