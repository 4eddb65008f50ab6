package dev.tributary.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.nn.layer.Step.Mode;
import dev.tributary.techniques.Proves;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianNoiseTest {
  private static final int ROWS = 500;
  private static final int WIDTH = 400;
  private static final int SIZE = ROWS * WIDTH;

  /** Within five standard errors; a normal density has the kurtosis 3. */
  @Proves("regularization/gaussian_noise")
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 2})
  void addsNormalNoise(double stddev) {
    float[] noise = noise(Mode.TRAINING, stddev, 0, 42, 1f).clone();
    int beyondTwo = 0;
    for (int i = 0; i < SIZE; i++) {
      noise[i] -= 1f;
      beyondTwo += Math.abs(noise[i]) > 2 * stddev ? 1 : 0;
    }
    double variance = stddev * stddev;
    assertThat(Layers.mean(noise)).isCloseTo(0, within(5 * stddev / Math.sqrt(SIZE)));
    assertThat(Layers.variance(noise))
        .isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / SIZE)));
    double share = 0.0455002639; // 2·(1 - Φ(2))
    assertThat(beyondTwo / (double) SIZE)
        .isCloseTo(share, within(5 * Math.sqrt(share * (1 - share) / SIZE)));
  }

  @Test
  void seedAndPlaceDecideTheNoise() {
    float[] one = noise(Mode.TRAINING, 1, 1, 42, 0f);
    assertThat(noise(Mode.TRAINING, 1, 1, 42, 0f)).isEqualTo(one);
    assertThat(noise(Mode.TRAINING, 1, 1, 43, 0f)).isNotEqualTo(one);
    assertThat(noise(Mode.TRAINING, 1, 2, 42, 0f)).isNotEqualTo(one);
  }

  @ParameterizedTest
  @EnumSource
  void isAddedWhereLayersAreRandom(Mode mode) {
    float[] output = noise(mode, 1, 0, 42, 1f);
    assertThat(Arrays.equals(output, Layers.filled(SIZE, 1f))).isEqualTo(!mode.isRandom());
  }

  private static float[] noise(Mode mode, double stddev, int index, long seed, float input) {
    return Layers.at(index, new GaussianNoise(stddev), ROWS, WIDTH)
        .forward(Layers.step(mode, ROWS, seed), Layers.filled(SIZE, input));
  }
}
