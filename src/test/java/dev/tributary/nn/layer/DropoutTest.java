package dev.tributary.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.nn.Shape;
import dev.tributary.techniques.Proves;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropoutTest {
  private static final int ROWS = 200;
  private static final int WIDTH = 500;

  @Proves("regularization/dropout")
  @ParameterizedTest
  @ValueSource(doubles = {0.0, 0.1, 0.5, 0.9})
  void dropsItsShareAndScalesTheRest(double rate) {
    float[] output = train(rate, 0, 42, 2f).clone();
    int dropped = 0;
    for (float value : output) {
      if (value == 0f) {
        dropped++;
      } else {
        assertThat((double) value).isCloseTo(2 / (1 - rate), within(2e-6));
      }
    }
    int size = ROWS * WIDTH;
    assertThat(dropped / (double) size)
        .isCloseTo(rate, within(5 * Math.sqrt(rate * (1 - rate) / size)));
  }

  /** Each row and each column too: what is dropped has no pattern. */
  @Test
  void dropsEachUnitOfEachRowAsOften() {
    float[] output = train(0.3, 0, 7, 1f).clone();
    int[] byRow = new int[ROWS];
    int[] byUnit = new int[WIDTH];
    for (int i = 0; i < output.length; i++) {
      if (output[i] == 0f) {
        byRow[i / WIDTH]++;
        byUnit[i % WIDTH]++;
      }
    }
    double deviation = Math.sqrt(0.3 * 0.7);
    for (int count : byRow) {
      assertThat((double) count / WIDTH).isCloseTo(0.3, within(5 * deviation / Math.sqrt(WIDTH)));
    }
    for (int count : byUnit) {
      assertThat((double) count / ROWS).isCloseTo(0.3, within(5 * deviation / Math.sqrt(ROWS)));
    }
  }

  @Test
  void seedAndPlaceDecideWhatIsDropped() {
    float[] one = train(0.5, 1, 42, 1f);
    assertThat(train(0.5, 1, 42, 1f)).isEqualTo(one);
    assertThat(train(0.5, 1, 43, 1f)).isNotEqualTo(one);
    assertThat(train(0.5, 2, 42, 1f)).isNotEqualTo(one);
  }

  @Test
  void theSameStepTwiceDropsTheSame() {
    Layer layer = layer(0.5, 0);
    float[] first = layer.forward(step(Step.Mode.TRAINING, 42), filled(1f)).clone();
    layer.forward(step(Step.Mode.TRAINING, 1), filled(1f));
    assertThat(layer.forward(step(Step.Mode.TRAINING, 42), filled(1f))).isEqualTo(first);
  }

  @Test
  void inferenceDropsNothing() {
    float[] input = filled(3f);
    assertThat(layer(0.9, 0).forward(step(Step.Mode.INFERENCE, 42), input)).isEqualTo(filled(3f));
  }

  @Test
  void gradientsPassWhereValuesDid() {
    Layer layer = layer(0.5, 0);
    Step step = step(Step.Mode.TRAINING, 42);
    float[] output = layer.forward(step, filled(1f)).clone();
    float[] gradient = layer.backward(step, filled(3f));
    for (int i = 0; i < output.length; i++) {
      assertThat(gradient[i]).isEqualTo(3f * output[i]);
    }
  }

  private static float[] train(double rate, int index, long seed, float value) {
    return layer(rate, index).forward(step(Step.Mode.TRAINING, seed), filled(value));
  }

  private static Layer layer(double rate, int index) {
    LayerPlan.Backward backward = LayerPlan.Backward.TO_INPUT;
    return new Dropout(rate)
        .build(
            new LayerPlan(
                index,
                Shape.of(WIDTH),
                ROWS,
                List.of(),
                List.of(),
                backward,
                LayerPlan.Role.TRAINABLE));
  }

  private static Step step(Step.Mode mode, long seed) {
    Step step = new Step();
    step.mode = mode;
    step.rows = ROWS;
    step.seed = seed;
    return step;
  }

  private static float[] filled(float value) {
    float[] values = new float[ROWS * WIDTH];
    Arrays.fill(values, value);
    return values;
  }
}
