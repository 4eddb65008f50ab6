package dev.tributary.nn.activation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.sun.management.ThreadMXBean;
import dev.tributary.config.JobFile;
import dev.tributary.math.ErrorFunction;
import dev.tributary.techniques.Proves;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each activation's values and derivatives in closed form, at both ends, at 0 and between. */
class ActivationsTest {
  private static final double[] POINTS = {-100, -1, 0, 1, 100};
  private static final double INVERSE_E = 0.36787944117144233;

  /** λ and α of Klambauer et al., 2017, appendix A, to ten digits. */
  private static final double LAMBDA = 1.0507009873;

  private static final double LAMBDA_ALPHA = 1.0507009873 * 1.6732632423;

  /** An activation with its values and derivatives at {@link #POINTS}. */
  static Stream<Arguments> closedForms() {
    return Stream.of(
        closedForm("linear", values(-100, -1, 0, 1, 100), values(1, 1, 1, 1, 1)),
        closedForm("relu", values(0, 0, 0, 1, 100), values(0, 0, 0, 1, 1)),
        closedForm("leaky_relu", values(-20, -0.2, 0, 1, 100), values(0.2, 0.2, 0.2, 1, 1)),
        closedForm(
            "leaky_relu, negative-slope = 0.01",
            values(-1, -0.01, 0, 1, 100),
            values(0.01, 0.01, 0.01, 1, 1)),
        closedForm("elu", values(-1, INVERSE_E - 1, 0, 1, 100), values(0, INVERSE_E, 1, 1, 1)),
        closedForm(
            "elu, alpha = 0.5",
            values(-0.5, (INVERSE_E - 1) / 2, 0, 1, 100),
            values(0, INVERSE_E / 2, 0.5, 1, 1)),
        closedForm(
            "selu",
            values(-LAMBDA_ALPHA, LAMBDA_ALPHA * (INVERSE_E - 1), 0, LAMBDA, 100 * LAMBDA),
            values(0, LAMBDA_ALPHA * INVERSE_E, LAMBDA_ALPHA, LAMBDA, LAMBDA)),
        closedForm(
            "tanh",
            values(-1, -0.7615941559557649, 0, 0.7615941559557649, 1),
            values(0, 0.4199743416140261, 1, 0.4199743416140261, 0)),
        closedForm(
            "sigmoid",
            values(0, 0.2689414213699951, 0.5, 0.7310585786300049, 1),
            values(0, 0.19661193324148185, 0.25, 0.19661193324148185, 0)),
        closedForm(
            "hard_sigmoid",
            values(0, 1 / 3.0, 0.5, 2 / 3.0, 1),
            values(0, 1 / 6.0, 1 / 6.0, 1 / 6.0, 0)),
        closedForm(
            "softsign",
            values(-100 / 101.0, -0.5, 0, 0.5, 100 / 101.0),
            values(1 / 10201.0, 0.25, 1, 0.25, 1 / 10201.0)),
        closedForm(
            "softplus",
            values(0, 0.3132616875182228, 0.6931471805599453, 1.3132616875182228, 100),
            values(0, 0.2689414213699951, 0.5, 0.7310585786300049, 1)),
        closedForm("relu6", values(0, 0, 0, 1, 6), values(0, 0, 0, 1, 0)),
        closedForm(
            "gelu",
            values(0, -0.15865525393145705, 0, 0.8413447460685429, 100),
            values(0, -0.08331547058768629, 0.5, 1.0833154705876864, 1)),
        closedForm(
            "gelu, approximate = true",
            values(0, -0.1588080093917233, 0, 0.8411919906082767, 100),
            values(0, -0.08296408384578255, 0.5, 1.0829640838457826, 1)),
        closedForm(
            "silu",
            values(0, -0.2689414213699951, 0, 0.7310585786300049, 100),
            values(0, 0.07232948812851327, 0.5, 0.9276705118714867, 1)),
        closedForm(
            "mish",
            values(0, -0.3034014613741089, 0, 0.8650983882673103, 100),
            values(0, 0.05921675587739495, 0.6, 1.0490362200997922, 1)));
  }

  @Test
  void everyActivationHasItsClosedForm() {
    TreeSet<String> tested = new TreeSet<>(List.of("softmax", "swish"));
    closedForms().forEach(each -> tested.add(((Activation) each.get()[0]).name()));
    assertThat(tested).isEqualTo(Activations.types().keySet());
  }

  @Proves("activation/*")
  @ParameterizedTest(name = "{0}")
  @MethodSource("closedForms")
  void equalsItsClosedForm(Activation activation, double[] values, double[] derivatives) {
    float[] input = new float[POINTS.length + 2];
    float[] output = new float[POINTS.length + 2];
    float[] gradient = new float[POINTS.length + 2];
    Arrays.fill(input, 7f);
    Arrays.fill(output, 7f);
    Arrays.fill(gradient, 7f);
    for (int i = 0; i < POINTS.length; i++) {
      input[i] = (float) POINTS[i];
      gradient[i] = -3f;
    }
    activation.forward(input, output, 1, POINTS.length);
    float[] result = output.clone();
    activation.backward(input, output, gradient, 1, POINTS.length);
    for (int i = 0; i < POINTS.length; i++) {
      assertThat((double) result[i])
          .as("f(%s)", POINTS[i])
          .isCloseTo(values[i], tolerance(values[i]));
      assertThat((double) gradient[i])
          .as("f'(%s)", POINTS[i])
          .isCloseTo(-3 * derivatives[i], tolerance(3 * derivatives[i]));
    }
    // Behind the rows nothing is written.
    assertThat(result).endsWith(7f, 7f);
    assertThat(output).endsWith(7f, 7f);
    assertThat(gradient).endsWith(7f, 7f);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("closedForms")
  void negativeZeroIsZero(Activation activation, double[] values, double[] derivatives) {
    float[] output = new float[1];
    float[] gradient = {1f};
    activation.forward(new float[] {-0f}, output, 1, 1);
    float result = output[0];
    activation.backward(new float[] {-0f}, output, gradient, 1, 1);
    assertThat((double) result).isCloseTo(values[2], within(values[2] == 0 ? 0 : 5e-7));
    assertThat((double) gradient[0]).isCloseTo(derivatives[2], tolerance(1));
  }

  /** So that divergence comes to light in the loss. */
  @ParameterizedTest
  @MethodSource("names")
  void nanStaysNan(String name) {
    float[] output = new float[2];
    read(name).forward(new float[] {Float.NaN, 1f}, output, 1, 2);
    assertThat(output[0]).isNaN();
  }

  static Stream<String> names() {
    return Activations.types().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void isNamedAsTheJobFileNamesIt(String name) {
    assertThat(read(name).name()).isEqualTo(name.equals("swish") ? "silu" : name);
  }

  @Proves("activation/swish")
  @Test
  void swishIsSilu() {
    assertThat(read("swish")).isEqualTo(new Silu());
  }

  /** Flat at both ends: by the textbook, not by the code's own probe. */
  @ParameterizedTest
  @MethodSource("names")
  void saysWhetherItSaturates(String name) {
    assertThat(read(name).saturates())
        .isEqualTo(List.of("sigmoid", "tanh", "hard_sigmoid", "softsign", "relu6").contains(name));
  }

  /** Exactly flat below 0. */
  @ParameterizedTest
  @MethodSource("names")
  void saysWhetherItsUnitsCanDie(String name) {
    assertThat(read(name).canDie()).isEqualTo(List.of("relu", "relu6").contains(name));
    assertThat(read("leaky_relu, negative-slope = 0").canDie()).isTrue();
    assertThat(read("leaky_relu, negative-slope = 0.01").canDie()).isFalse();
  }

  /** Left and right of each kink, and on it. */
  @Test
  void straightLinesMeetWhereTheyShould() {
    assertSlopes(
        "relu6", new float[] {-1e-6f, 0, 1e-6f, 5.999999f, 6, 6.000001f}, 0, 0, 1, 1, 0, 0);
    float[] around3 = {-3.000001f, -3, -2.999999f, 2.999999f, 3, 3.000001f};
    assertSlopes("hard_sigmoid", around3, 0, 0, 1 / 6f, 1 / 6f, 0, 0);
  }

  /** Where {@code 1 + small} would have lost them. */
  @Test
  void smallValuesKeepTheirDigits() {
    double e = Math.exp(-20);
    assertThat(forward("softplus", -20)).isCloseTo(e, withinPercentage(1e-4));
    assertThat(forward("silu", -20)).isCloseTo(-20 * e, withinPercentage(1e-4));
    assertThat(forward("mish", -20)).isCloseTo(-20 * e, withinPercentage(1e-4));
    double tail = ErrorFunction.erfc(5 / Math.sqrt(2)) / 2;
    assertThat(forward("gelu", -5)).isCloseTo(-5 * tail, withinPercentage(1e-3));
  }

  /** As the documentation says: within 5·10⁻⁴, and not the same. */
  @Test
  void theApproximateGeluIsNear() {
    double farthest = 0;
    for (double x = -10; x < 10; x += 0.01) {
      double difference = forward("gelu", x) - forward("gelu, approximate = true", x);
      farthest = Math.max(farthest, Math.abs(difference));
    }
    assertThat(farthest).isBetween(4e-4, 5e-4);
  }

  /** No overflow on the way to values that a float holds. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("closedForms")
  void farValuesAreFinite(Activation activation, double[] values, double[] derivatives) {
    float[] input = {-3e38f, -1e30f, -1e10f, -300, 300, 1e10f, 1e30f, 3e38f};
    float[] output = new float[8];
    float[] gradient = new float[8];
    Arrays.fill(gradient, 1f);
    activation.forward(input, output, 1, 8);
    activation.backward(input, output, gradient, 1, 8);
    for (int i = 0; i < 8; i++) {
      // The selu of the largest floats is beyond them.
      if (Math.abs(input[i]) < 3e38f) {
        assertThat(output[i]).as("f(%s)", input[i]).isFinite();
      }
      assertThat((double) gradient[i])
          .as("f'(%s)", input[i])
          .isCloseTo(derivatives[i < 4 ? 0 : 4], within(1e-4));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void allocatesNothing(String name) {
    Activation activation = read(name);
    float[] input = {-9, -1, 0, 1, 9, 2, 3, 4};
    float[] output = new float[8];
    float[] gradient = new float[8];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    // What a call allocates, it allocates in each window; what the JVM does now and then, in some.
    long least = Long.MAX_VALUE;
    for (int window = 0; window < 5; window++) {
      long before = threads.getThreadAllocatedBytes(thread);
      for (int i = 0; i < 100; i++) {
        activation.forward(input, output, 2, 4);
        activation.backward(input, output, gradient, 2, 4);
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
    }
    assertThat(least).isZero();
  }

  @Proves("activation/softmax")
  @Test
  void softmaxGivesSharesOfEachRow() {
    // e^(ln k) = k: shares of 1, 2, 5 and of 1, 1, 2.
    float[] input = {0, (float) Math.log(2), (float) Math.log(5), 3, 3, (float) (3 + Math.log(2))};
    float[] output = new float[6];
    new Softmax().forward(input, output, 2, 3);
    double[] expected = {1 / 8.0, 2 / 8.0, 5 / 8.0, 1 / 4.0, 1 / 4.0, 1 / 2.0};
    for (int i = 0; i < 6; i++) {
      assertThat((double) output[i]).isCloseTo(expected[i], within(1e-6));
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0f, 1e4f, -1e4f, 3e38f, -3e38f})
  void softmaxDoesNotDependOnAShift(float shift) {
    float[] output = new float[2];
    new Softmax().forward(new float[] {shift, shift}, output, 1, 2);
    assertThat(output).containsExactly(0.5f, 0.5f);
  }

  @Test
  void softmaxOfFarValuesIsOneAndZero() {
    float[] output = new float[3];
    new Softmax().forward(new float[] {1e4f, -1e4f, 0f}, output, 1, 3);
    assertThat(output).containsExactly(1f, 0f, 0f);
    float[] gradient = {1f, 2f, 3f};
    new Softmax().backward(new float[] {1e4f, -1e4f, 0f}, output, gradient, 1, 3);
    for (float value : gradient) {
      assertThat(value == 0f).isTrue();
    }
  }

  /** {@code dL/dxᵢ = Σⱼ gⱼ ∂yⱼ/∂xᵢ} with {@code ∂yⱼ/∂xᵢ = yⱼ (δᵢⱼ - yᵢ)}, written out. */
  @Proves("activation/softmax")
  @Test
  void softmaxPassesTheWholeJacobianDown() {
    Random random = new Random(1);
    int rows = 3;
    int width = 5;
    float[] input = new float[rows * width];
    float[] gradient = new float[rows * width];
    for (int i = 0; i < input.length; i++) {
      input[i] = (float) random.nextGaussian();
      gradient[i] = (float) random.nextGaussian();
    }
    float[] output = new float[rows * width];
    new Softmax().forward(input, output, rows, width);
    float[] passed = gradient.clone();
    new Softmax().backward(input, output, passed, rows, width);
    for (int row = 0; row < rows; row++) {
      double sum = 0;
      for (int i = 0; i < width; i++) {
        sum += Math.exp(input[row * width + i]);
      }
      for (int i = 0; i < width; i++) {
        double yi = Math.exp(input[row * width + i]) / sum;
        double expected = 0;
        for (int j = 0; j < width; j++) {
          double yj = Math.exp(input[row * width + j]) / sum;
          expected += gradient[row * width + j] * yj * ((i == j ? 1 : 0) - yi);
        }
        assertThat((double) passed[row * width + i]).isCloseTo(expected, within(1e-6));
      }
    }
  }

  private static double forward(String text, double x) {
    float[] output = new float[1];
    read(text).forward(new float[] {(float) x}, output, 1, 1);
    return output[0];
  }

  private static void assertSlopes(String text, float[] input, float... slopes) {
    float[] output = new float[input.length];
    float[] gradient = new float[input.length];
    Arrays.fill(gradient, 1f);
    read(text).forward(input, output, 1, input.length);
    read(text).backward(input, output, gradient, 1, input.length);
    assertThat(gradient).containsExactly(slopes);
  }

  private static Arguments closedForm(String text, double[] values, double[] derivatives) {
    return Arguments.of(read(text), values, derivatives);
  }

  private static Offset<Double> tolerance(double expected) {
    return within(5e-7 * Math.max(1, Math.abs(expected)));
  }

  private static double[] values(double... values) {
    return values;
  }

  private static Activation read(String text) {
    return JobFile.parse("job", "function = " + text, List.of())
        .read(root -> Activations.read(root, "function"));
  }
}
