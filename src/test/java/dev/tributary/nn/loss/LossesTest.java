package dev.tributary.nn.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.JobFile;
import dev.tributary.nn.Minibatch;
import dev.tributary.nn.TargetKind;
import dev.tributary.techniques.Proves;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** ε = 0.2 of two units: 1 becomes 0.9 and 0 becomes 0.1, in all three cross-entropies. */
  @Proves("regularization/label-smoothing")
  @Test
  void smoothedLabelsByHand() {
    float[] logits = values(0, Math.log(3), 0, 0);
    double loss = (0.1 * Math.log(4) + 0.9 * Math.log(4.0 / 3) + LOG_2) / 2;
    float[] byClass = values(0.075, -0.075, -0.2, 0.2);
    Arguments sparse = sparse(logits, new int[] {1, 0}, 0, values());
    check(
        new SparseCategoricalCrossentropy(0.2), logits, (Minibatch) sparse.get()[2], loss, byClass);
    check(new CategoricalCrossentropy(0.2), logits, batch(values(0, 1, 1, 0)), loss, byClass);
    // σ(ln 3) = 3/4 with 0.9; 1/2 three times, whose loss is log 2 whatever the target.
    check(
        new BinaryCrossentropy(0.2),
        values(Math.log(3), 0, 0, 0),
        batch(values(1, 0, 0.5, 1)),
        (0.9 * Math.log(4.0 / 3) + 0.1 * Math.log(4) + 3 * LOG_2) / 4,
        values(-0.0375, 0.1, 0, -0.1));
  }

  private static void check(
      Loss loss, float[] outputs, Minibatch batch, double expected, float[] expectedGradient) {
    float[] gradient = new float[4];
    assertThat(loss.gradient(outputs, batch, 2, gradient)).isCloseTo(expected, within(3e-7));
    for (int i = 0; i < 4; i++) {
      assertThat(gradient[i]).isCloseTo(expectedGradient[i], within(3e-7f));
    }
  }

  /** An evaluation measures the plain loss: no smoothing, no weights. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("byHand")
  void meanIsPlain(
      Loss loss, float[] outputs, Minibatch batch, double expected, float[] expectedGradient) {
    Loss smoothed =
        switch (loss.name()) {
          case "binary_crossentropy" -> new BinaryCrossentropy(0.3);
          case "categorical_crossentropy" -> new CategoricalCrossentropy(0.3);
          case "sparse_categorical_crossentropy" -> new SparseCategoricalCrossentropy(0.3);
          default -> loss;
        };
    batch.weigh();
    batch.weights[0] = 5;
    assertThat(smoothed.mean(outputs, batch, 2)).isEqualTo(loss.mean(outputs, batch, 2));
    assertThat(expectedGradient).hasSize(4);
  }

  /** Σ wᵢ Lᵢ / rows, not divided by Σ wᵢ. */
  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("byHand")
  void weightsMultiplyRows(
      Loss loss, float[] outputs, Minibatch batch, double expected, float[] expectedGradient) {
    batch.weigh();
    batch.weights[0] = 3;
    batch.weights[1] = 0;
    float[] gradient = new float[4];
    double weighted = loss.gradient(outputs, batch, 2, gradient);
    double half = loss.rowLoss(outputs, batch, 0, 2) / 2;
    assertThat(weighted).isCloseTo(3 * half, within(3e-7 * Math.max(1, 3 * half)));
    for (int i = 0; i < 2; i++) {
      assertThat((double) gradient[i])
          .isCloseTo(3.0 * expectedGradient[i], within(1e-6 * (1 + Math.abs(gradient[i]))));
      assertThat(gradient[2 + i]).isZero();
    }
    assertThat(expected).isFinite();
  }

  @Test
  void aLossesSettingsAreRead() {
    String text = "loss { type = binary_crossentropy, label-smoothing = 0.25 }";
    Loss read = JobFile.parse("test", text, List.of()).read(root -> Losses.read(root, "loss"));
    assertThat(read).isEqualTo(new BinaryCrossentropy(0.25));
    assertThat(read.settings()).isEqualTo(Map.of("label-smoothing", 0.25));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.1", "1", "x"})
  void labelSmoothingIsAShareBelowOne(String smoothing) {
    String text = "loss { type = categorical_crossentropy, label-smoothing = " + smoothing + " }";
    JobFile file = JobFile.parse("test", text, List.of());
    assertThatThrownBy(() -> file.read(root -> Losses.read(root, "loss")))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("loss.label-smoothing")
        .hasMessageContaining("at least 0")
        .hasMessageContaining("less than 1");
  }

  @Test
  void everyLossIsTested() {
    assertThat(byHand().map(each -> ((Loss) each.get()[0]).name()).distinct())
        .containsExactlyInAnyOrderElementsOf(Losses.types().keySet());
  }

  @Proves("loss/*")
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
