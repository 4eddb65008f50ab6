package dev.tributary.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.nn.Minibatch;
import dev.tributary.nn.TargetKind;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each loss and its gradient by hand, far out too, where a naive formula overflows. */
class LossesTest {
  private static final double LOG_2 = Math.log(2);

  /** Outputs (logits where the loss applies the activation), targets, the loss, its gradient. */
  static Stream<Arguments> byHand() {
    return Stream.of(
        // (1² + 2² + 0² + 3²) / 4, 2·(y - t) / 4
        regression(values(1, 2, 3, 4), values(0, 4, 3, 1), 3.5, values(0.5, -1, 0, 1.5)),
        // A huge error: its square is no float.
        regression(values(1e20, 0, 0, 0), values(0, 0, 0, 0), 2.5e39, values(5e19, 0, 0, 0)),
        // σ(0) = 1/2: -log(1/2) four times; (σ - t) / 4
        binary(values(0, 0, 0, 0), values(1, 0, 0.5, 0), LOG_2, values(-0.125, 0.125, 0, 0.125)),
        // Certain and right, twice; certain and wrong, twice: 0, 0, 10⁴, 10⁴.
        binary(values(1e4, -1e4, 1e4, -1e4), values(1, 0, 0, 1), 5e3, values(0, 0, 0.25, -0.25)),
        // σ(ln 3) = 3/4
        binary(
            values(Math.log(3), 0, 0, 0),
            values(1, 0.5, 0.5, 0.5),
            (Math.log(4.0 / 3) + 3 * LOG_2) / 4,
            values(-0.0625, 0, 0, 0)),
        // softmax(0, ln 3) = (1/4, 3/4); softmax(0, 0) = (1/2, 1/2)
        categorical(
            values(0, Math.log(3), 0, 0),
            values(0, 1, 1, 0),
            (Math.log(4.0 / 3) + LOG_2) / 2,
            values(0.125, -0.125, -0.25, 0.25)),
        // Soft targets, and a row without any.
        categorical(
            values(0, Math.log(3), 5, 7),
            values(0.5, 0.5, 0, 0),
            (0.5 * Math.log(4) + 0.5 * Math.log(4.0 / 3)) / 2,
            values(-0.125, 0.125, 0, 0)),
        // Certain and right; certain and wrong: 0, 2·10⁴.
        categorical(values(1e4, -1e4, 1e4, -1e4), values(1, 0, 0, 1), 1e4, values(0, 0, 0.5, -0.5)),
        sparse(
            values(0, Math.log(3), 0, 0),
            new int[] {1, 0},
            (Math.log(4.0 / 3) + LOG_2) / 2,
            values(0.125, -0.125, -0.25, 0.25)),
        sparse(values(1e4, -1e4, 1e4, -1e4), new int[] {0, 1}, 1e4, values(0, 0, 0.5, -0.5)));
  }

  @Test
  void everyLossIsTested() {
    assertThat(byHand().map(each -> ((Loss) each.get()[0]).name()).distinct())
        .containsExactlyInAnyOrderElementsOf(Losses.types().keySet());
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("byHand")
  void equalsWhatHandsCompute(
      Loss loss, float[] outputs, Minibatch batch, double expected, float[] expectedGradient) {
    float[] gradient = new float[6];
    Arrays.fill(gradient, 7f);
    double fromGradient = loss.gradient(outputs, batch, 2, gradient);
    assertThat(fromGradient).isCloseTo(expected, within(3e-7 * Math.max(1, expected)));
    assertThat(loss.mean(outputs, batch, 2))
        .isCloseTo(expected, within(3e-7 * Math.max(1, expected)));
    for (int i = 0; i < 4; i++) {
      double tolerance = 3e-7 * Math.max(1, Math.abs(expectedGradient[i]));
      assertThat(gradient[i]).isCloseTo(expectedGradient[i], within((float) tolerance));
    }
    assertThat(gradient).as("behind the rows").endsWith(7f, 7f);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("byHand")
  void readsItsOutputsOnly(
      Loss loss, float[] outputs, Minibatch batch, double expected, float[] expectedGradient) {
    float[] before = outputs.clone();
    loss.gradient(outputs, batch, 2, expectedGradient.clone());
    loss.mean(outputs, batch, 2);
    assertThat(outputs).isEqualTo(before);
    assertThat(expected).isFinite();
  }

  /** So that a diverged step is noticed. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("byHand")
  void isNanWhereAnOutputIs(
      Loss loss, float[] outputs, Minibatch batch, double expected, float[] expectedGradient) {
    float[] broken = outputs.clone();
    broken[0] = Float.NaN;
    assertThat(loss.gradient(broken, batch, 2, expectedGradient.clone())).isNaN();
    assertThat(loss.mean(broken, batch, 2)).isNaN();
    assertThat(expected).isNotNaN();
  }

  private static Arguments regression(
      float[] outputs, float[] targets, double loss, float[] gradient) {
    return Arguments.of(new MeanSquaredError(), outputs, batch(targets), loss, gradient);
  }

  private static Arguments binary(float[] outputs, float[] targets, double loss, float[] gradient) {
    return Arguments.of(new BinaryCrossentropy(), outputs, batch(targets), loss, gradient);
  }

  private static Arguments categorical(
      float[] outputs, float[] targets, double loss, float[] gradient) {
    return Arguments.of(new CategoricalCrossentropy(), outputs, batch(targets), loss, gradient);
  }

  private static Arguments sparse(float[] outputs, int[] classes, double loss, float[] gradient) {
    Minibatch batch = new Minibatch(3, 1, TargetKind.CLASS_INDEX, 2);
    batch.rows = 2;
    System.arraycopy(classes, 0, batch.classes, 0, 2);
    return Arguments.of(new SparseCategoricalCrossentropy(), outputs, batch, loss, gradient);
  }

  private static Minibatch batch(float[] targets) {
    Minibatch batch = new Minibatch(3, 1, TargetKind.VALUES, 2);
    batch.rows = 2;
    System.arraycopy(targets, 0, batch.values, 0, 4);
    return batch;
  }

  private static float[] values(double... values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
