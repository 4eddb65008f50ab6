package dev.tributary.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.nn.activation.Selu;
import dev.tributary.nn.layer.Step.Mode;
import dev.tributary.techniques.Proves;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlphaDropoutTest {
  private static final int ROWS = 1000;
  private static final int WIDTH = 400;
  private static final int SIZE = ROWS * WIDTH;

  /**
   * {@code selu(z)} of a normal z has mean 0 and variance 1. Dropping keeps both, within five
   * standard errors: of the mean {@code √(1/n)}, of the variance {@code √((μ₄ - 1)/n)} with the
   * fourth moment μ₄ taken from the sample.
   */
  @Proves("regularization/alpha_dropout")
  @ParameterizedTest
  @ValueSource(doubles = {0.0, 0.05, 0.1, 0.3, 0.5, 0.9})
  void keepsMeanAndVarianceUnderSelu(double rate) {
    float[] input = seluOfNormals();
    float[] output = train(rate, 0, 42, input);
    double error = Math.sqrt(1.0 / SIZE);
    assertThat(Layers.mean(input)).isCloseTo(0, within(5 * error));
    assertThat(Layers.mean(output)).isCloseTo(0, within(5 * error));
    double fourth = 0;
    for (float value : output) {
      fourth += Math.pow(value, 4) / SIZE;
    }
    assertThat(Layers.variance(output)).isCloseTo(1, within(5 * Math.sqrt(fourth - 1) * error));
  }

  /** Plain dropout, measured alike, keeps the mean alone: the test above can fail. */
  @Test
  void dropoutWouldNotKeepTheVariance() {
    float[] output =
        Layers.at(0, new Dropout(0.3), ROWS, WIDTH)
            .forward(Layers.step(Mode.TRAINING, ROWS, 42), seluOfNormals());
    assertThat(Layers.variance(output)).isGreaterThan(1.3);
  }

  /** {@code a α' + b} in place of its share, {@code a x + b} elsewhere, by hand for rate 0.1. */
  @Test
  void dropsToTheLimitOfSelu() {
    double limit = -1.7580993408473766;
    double a = 1 / Math.sqrt(0.9 + limit * limit * 0.09);
    double b = -a * 0.1 * limit;
    float[] output = train(0.1, 0, 7, Layers.filled(SIZE, 3f));
    int dropped = 0;
    for (float value : output) {
      boolean isDropped = value < 0;
      assertThat((double) value).isCloseTo(a * (isDropped ? limit : 3) + b, within(1e-6));
      dropped += isDropped ? 1 : 0;
    }
    assertThat(dropped / (double) SIZE).isCloseTo(0.1, within(5 * Math.sqrt(0.09 / SIZE)));
  }

  @Test
  void seedAndPlaceDecideWhatIsDropped() {
    float[] ones = Layers.filled(SIZE, 1f);
    float[] one = train(0.5, 1, 42, ones);
    assertThat(train(0.5, 1, 42, ones)).isEqualTo(one);
    assertThat(train(0.5, 1, 43, ones)).isNotEqualTo(one);
    assertThat(train(0.5, 2, 42, ones)).isNotEqualTo(one);
  }

  @ParameterizedTest
  @EnumSource
  void dropsWhereLayersAreRandom(Mode mode) {
    float[] input = Layers.filled(SIZE, 1f);
    float[] output =
        Layers.at(0, new AlphaDropout(0.5), ROWS, WIDTH)
            .forward(Layers.step(mode, ROWS, 42), input);
    assertThat(Arrays.equals(output, input)).isEqualTo(!mode.isRandom());
  }

  private static float[] train(double rate, int index, long seed, float[] input) {
    return Layers.at(index, new AlphaDropout(rate), ROWS, WIDTH)
        .forward(Layers.step(Mode.TRAINING, ROWS, seed), input);
  }

  private static float[] seluOfNormals() {
    Random random = new Random(1);
    float[] normals = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      normals[i] = (float) random.nextGaussian();
    }
    float[] output = new float[SIZE];
    new Selu().forward(normals, output, ROWS, WIDTH);
    return output;
  }
}
