package dev.tributary.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.nn.layer.Step.Mode;
import dev.tributary.techniques.Proves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RReluTest {
  private static final double LOWER = 1 / 8.0;
  private static final double UPPER = 1 / 3.0;
  private static final int ROWS = 500;
  private static final int WIDTH = 200;
  private static final int SIZE = ROWS * WIDTH;

  /** Uniform on {@code [lower, upper)}: its ends, its mean and its variance {@code (u - l)²/12}. */
  @Proves("activation/rrelu")
  @ParameterizedTest
  @EnumSource(names = {"TRAINING", "SAMPLING"})
  void slopesAreUniformWhereLayersAreRandom(Mode mode) {
    float[] slopes = slopes(mode, 0, 42);
    double least = UPPER;
    double most = LOWER;
    for (float slope : slopes) {
      least = Math.min(least, slope);
      most = Math.max(most, slope);
    }
    double spread = UPPER - LOWER;
    assertThat(least).isBetween(LOWER - 1e-7, LOWER + 1e-3 * spread);
    assertThat(most).isBetween(UPPER - 1e-3 * spread, UPPER + 1e-7);
    double variance = spread * spread / 12;
    assertThat(Layers.mean(slopes))
        .isCloseTo((LOWER + UPPER) / 2, within(5 * Math.sqrt(variance / SIZE)));
    assertThat(Layers.variance(slopes))
        .isCloseTo(variance, within(5 * variance * Math.sqrt(0.8 / SIZE)));
  }

  @ParameterizedTest
  @EnumSource(names = {"INFERENCE", "MEASURING"})
  void theMeanSlopeIsTakenElsewhere(Mode mode) {
    for (float slope : slopes(mode, 0, 42)) {
      assertThat((double) slope).isCloseTo(11 / 48.0, within(1e-7));
    }
  }

  /** Values and derivatives at both ends, at 0 and -0, and between. */
  @Proves("activation/rrelu")
  @Test
  void hasItsClosedForm() {
    Layer layer = Layers.at(0, new RRelu(0.25, 0.25), 1, 6);
    float[] input = {-1e30f, -1f, -0f, 0f, 1f, 1e30f};
    Step step = Layers.step(Mode.TRAINING, 1, 1);
    assertThat(layer.forward(step, input)).containsExactly(-0.25e30f, -0.25f, -0f, 0f, 1f, 1e30f);
    assertThat(layer.backward(step, Layers.filled(6, 2f)))
        .containsExactly(0.5f, 0.5f, 0.5f, 0.5f, 2f, 2f);
  }

  @Test
  void gradientsTakeTheSlopesOfTheirStep() {
    Layer layer = Layers.at(0, new RRelu(LOWER, UPPER), ROWS, WIDTH);
    Step step = Layers.step(Mode.TRAINING, ROWS, 42);
    float[] output = layer.forward(step, Layers.filled(SIZE, -1f)).clone();
    float[] gradient = layer.backward(step, Layers.filled(SIZE, -1f));
    assertThat(gradient).isEqualTo(output);
  }

  @Test
  void seedAndPlaceDecideTheSlopes() {
    float[] one = slopes(Mode.TRAINING, 1, 42);
    assertThat(slopes(Mode.TRAINING, 1, 42)).isEqualTo(one);
    assertThat(slopes(Mode.TRAINING, 1, 43)).isNotEqualTo(one);
    assertThat(slopes(Mode.TRAINING, 2, 42)).isNotEqualTo(one);
  }

  @Test
  void nanStaysNan() {
    assertThat(
            Layers.at(0, new RRelu(LOWER, UPPER), 1, 1)
                .forward(Layers.step(Mode.TRAINING, 1, 1), new float[] {Float.NaN})[0])
        .isNaN();
  }

  /** What becomes of -1, turned around. */
  private static float[] slopes(Mode mode, int index, long seed) {
    float[] slopes =
        Layers.at(index, new RRelu(LOWER, UPPER), ROWS, WIDTH)
            .forward(Layers.step(mode, ROWS, seed), Layers.filled(SIZE, -1f))
            .clone();
    for (int i = 0; i < SIZE; i++) {
      slopes[i] = -slopes[i];
    }
    return slopes;
  }
}
