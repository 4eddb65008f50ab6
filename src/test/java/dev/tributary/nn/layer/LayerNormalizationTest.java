package dev.tributary.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.nn.layer.Step.Mode;
import dev.tributary.techniques.Proves;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the gradient tests leave open: normalized moments, and numbers far from 0. */
class LayerNormalizationTest {
  private static final int WIDTH = 50;

  /** In every mode: a row has nothing to do with the others, nor with moving statistics. */
  @Proves("layer/layer_normalization")
  @ParameterizedTest
  @EnumSource
  void eachRowHasMeanZeroAndDeviationOne(Mode mode) {
    float[] input = new float[3 * WIDTH];
    Random random = new Random(1);
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) (10 * (i / WIDTH) + (1 + i / WIDTH) * random.nextGaussian());
    }
    float[] output = normalize(mode, 1e-8, input);
    for (int row = 0; row < 3; row++) {
      float[] one = Arrays.copyOfRange(output, row * WIDTH, (row + 1) * WIDTH);
      assertThat(Layers.mean(one)).isCloseTo(0, within(1e-6));
      assertThat(Layers.variance(one)).isCloseTo(1, within(1e-5));
    }
  }

  /** ε is added to the variance, under the root: σ² = ε halves the variance of the output. */
  @Test
  void epsilonIsAddedToTheVariance() {
    float[] input = normal(0, 2);
    float[] output = normalize(Mode.TRAINING, Layers.variance(input), input);
    assertThat(Layers.variance(output)).isCloseTo(0.5, within(1e-5));
  }

  @Test
  void keepsItsPrecisionFarFromZero() {
    float[] input = normal(10_000, 3);
    float[] output = normalize(Mode.TRAINING, 1e-8, input);
    double mean = Layers.mean(input);
    double deviation = Math.sqrt(Layers.variance(input));
    for (int i = 0; i < WIDTH; i++) {
      assertThat((double) output[i]).isCloseTo((input[i] - mean) / deviation, within(2e-3));
    }
  }

  @Test
  void aConstantRowGivesTheOffsets() {
    Step step = Layers.step(Mode.TRAINING, 1, 1, 5f, 6f, 0.25f, -1f);
    LayerNormalization layer = new LayerNormalization(0.001, Affine.SCALE_AND_OFFSET);
    assertThat(Layers.at(0, layer, 1, 2).forward(step, new float[] {3f, 3f}))
        .containsExactly(0.25f, -1f);
  }

  private static float[] normalize(Mode mode, double epsilon, float[] input) {
    int rows = input.length / WIDTH;
    LayerNormalization layer = new LayerNormalization(epsilon, Affine.NONE);
    return Layers.at(0, layer, rows, WIDTH).forward(Layers.step(mode, rows, 1), input);
  }

  private static float[] normal(double mean, long seed) {
    Random random = new Random(seed);
    float[] values = new float[WIDTH];
    for (int i = 0; i < WIDTH; i++) {
      values[i] = (float) (mean + random.nextGaussian());
    }
    return values;
  }
}
