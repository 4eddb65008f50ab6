package dev.tributary.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The float functions against {@link Math}'s in double, over all magnitudes of float. */
class ElementaryTest {
  /** The bound that {@link Elementary} documents. */
  private static final double BOUND = 3e-7;

  /** Prime, so that every exponent is visited with ever other last bits; 17 million arguments. */
  private static final long STRIDE = 257;

  private interface FloatFunction {
    float apply(float x);
  }

  private interface ArrayFunction {
    void apply(float[] x, float[] result, int count);
  }

  @Test
  void expStaysWithinItsBound() {
    assertAccurate(Elementary::exp, Math::exp);
  }

  @Test
  void expm1OfNegativeStaysWithinItsBound() {
    assertAccurate(
        x -> Elementary.expm1OfNegative(Math.min(x, 0f)),
        x -> Math.expm1(Math.min(x, 0)),
        x -> Math.max(BOUND, 1e-44 / Math.abs(x)));
  }

  @Test
  void sigmoidStaysWithinItsBound() {
    assertAccurate(Elementary::sigmoid, x -> 1 / (1 + Math.exp(-x)));
    assertAccurateInArrays(Elementary::sigmoid, x -> 1 / (1 + Math.exp(-x)));
  }

  @Test
  void expOfNegativeSizeStaysWithinItsBound() {
    assertAccurateInArrays(Elementary::expOfNegativeSize, x -> Math.exp(-Math.abs(x)));
  }

  @Test
  void tanhStaysWithinItsBound() {
    assertAccurate(Elementary::tanh, Math::tanh);
  }

  @Test
  void softplusStaysWithinItsBound() {
    assertAccurateInArrays(
        Elementary::softplus, x -> Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x))));
  }

  @Test
  void theBellAndTheNormalDistributionStayWithinTheirBound() {
    DoubleUnaryOperator bound = x -> 6e-7 + 6e-8 * x * x;
    assertAccurateInArrays(Elementary::bell, x -> Math.exp(-0.5 * x * x), bound);
    assertAccurateInArrays(
        Elementary::normalDistribution,
        x -> 0.5 * ErrorFunction.erfc(-x * Math.sqrt(0.5)),
        x -> 7e-7 + bound.applyAsDouble(x));
    for (ArrayFunction function :
        new ArrayFunction[] {Elementary::bell, Elementary::normalDistribution}) {
      assertThat(inArray(function, Float.NEGATIVE_INFINITY)).isZero();
      assertThat(inArray(function, Float.NaN)).isNaN();
    }
    assertThat(inArray(Elementary::bell, Float.POSITIVE_INFINITY)).isZero();
    assertThat(inArray(Elementary::normalDistribution, Float.POSITIVE_INFINITY)).isEqualTo(1f);
  }

  /** Abramowitz and Stegun, table 7.1, and far out Abramowitz and Stegun, table 7.3. */
  @Test
  void theReferenceIsTheErrorFunction() {
    double[][] table = {
      {0.02, 0.0225645747},
      {0.5, 0.5204998778},
      {1, 0.8427007929},
      {1.5, 0.9661051465},
      {2, 0.9953222650},
      {-1, -0.8427007929},
      {0, 0}
    };
    for (double[] row : table) {
      assertThat(ErrorFunction.erf(row[0])).isCloseTo(row[1], within(1e-10));
      assertThat(ErrorFunction.erfc(row[0])).isCloseTo(1 - row[1], within(1e-10));
    }
    assertThat(ErrorFunction.erfc(3)).isCloseTo(2.209049699858544e-05, within(1e-18));
    assertThat(ErrorFunction.erfc(5)).isCloseTo(1.537459794428035e-12, within(1e-25));
    assertThat(ErrorFunction.erfc(9)).isCloseTo(4.13703174651381e-37, within(1e-49));
    double seam = Math.nextUp(ErrorFunction.SEAM);
    assertThat(ErrorFunction.erfc(seam))
        .isCloseTo(ErrorFunction.erfc(ErrorFunction.SEAM), withinPercentage(1e-9));
  }

  @Test
  void softplusAtItsEnds() {
    assertThat(inArray(Elementary::softplus, 0f)).isEqualTo((float) Math.log(2));
    assertThat(inArray(Elementary::softplus, 100f)).isEqualTo(100f);
    assertThat(inArray(Elementary::softplus, Float.MAX_VALUE)).isEqualTo(Float.MAX_VALUE);
    assertThat(inArray(Elementary::softplus, Float.POSITIVE_INFINITY))
        .isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(inArray(Elementary::softplus, Float.NEGATIVE_INFINITY)).isZero();
    assertThat(inArray(Elementary::softplus, Float.NaN)).isNaN();
  }

  @Test
  void expAtItsEnds() {
    float largest = 88.72283f; // the last float whose e^x is a float
    assertRelative(Elementary.exp(largest), Math.exp(largest));
    assertThat(Elementary.exp(Math.nextUp(largest))).isEqualTo(Float.POSITIVE_INFINITY);
    float smallest = -87.33654f; // the last float whose e^x is a normal float
    assertRelative(Elementary.exp(smallest), Math.exp(smallest));
    assertThat(Elementary.exp(Math.nextDown(smallest))).isZero();
    assertThat(Elementary.exp(0f)).isEqualTo(1f);
    assertThat(Elementary.exp(-0f)).isEqualTo(1f);
    assertThat(Elementary.exp(Float.MIN_VALUE)).isEqualTo(1f);
    assertThat(Elementary.exp(Float.POSITIVE_INFINITY)).isEqualTo(Float.POSITIVE_INFINITY);
    assertThat(Elementary.exp(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(Elementary.exp(Float.NaN)).isNaN();
  }

  @Test
  void sigmoidAtItsEnds() {
    assertThat(Elementary.sigmoid(0f)).isEqualTo(0.5f);
    assertThat(Elementary.sigmoid(-0f)).isEqualTo(0.5f);
    assertThat(Elementary.sigmoid(Float.POSITIVE_INFINITY)).isEqualTo(1f);
    assertThat(Elementary.sigmoid(Float.MAX_VALUE)).isEqualTo(1f);
    assertThat(Elementary.sigmoid(Float.NEGATIVE_INFINITY)).isZero();
    assertThat(Elementary.sigmoid(-Float.MAX_VALUE)).isZero();
    assertThat(Elementary.sigmoid(Float.NaN)).isNaN();
  }

  @Test
  void sigmoidOfArraysAtItsEnds() {
    assertThat(inArray(Elementary::sigmoid, 0f)).isEqualTo(0.5f);
    assertThat(inArray(Elementary::sigmoid, -0f)).isEqualTo(0.5f);
    assertThat(inArray(Elementary::sigmoid, Float.POSITIVE_INFINITY)).isEqualTo(1f);
    assertThat(inArray(Elementary::sigmoid, Float.MAX_VALUE)).isEqualTo(1f);
    assertThat(inArray(Elementary::sigmoid, Float.NEGATIVE_INFINITY)).isZero();
    assertThat(inArray(Elementary::sigmoid, -Float.MAX_VALUE)).isZero();
    assertThat(inArray(Elementary::sigmoid, Float.NaN)).isNaN();
  }

  @Test
  void expOfNegativeSizeAtItsEnds() {
    float smallest = 87.33654f; // the last whose e^-x is a normal float
    assertRelative(inArray(Elementary::expOfNegativeSize, smallest), Math.exp(-smallest));
    assertThat(inArray(Elementary::expOfNegativeSize, Math.nextUp(smallest))).isZero();
    assertThat(inArray(Elementary::expOfNegativeSize, 0f)).isEqualTo(1f);
    assertThat(inArray(Elementary::expOfNegativeSize, -0f)).isEqualTo(1f);
    assertThat(inArray(Elementary::expOfNegativeSize, Float.NEGATIVE_INFINITY)).isZero();
    assertThat(inArray(Elementary::expOfNegativeSize, Float.MAX_VALUE)).isZero();
    assertThat(inArray(Elementary::expOfNegativeSize, Float.NaN)).isNaN();
  }

  @Test
  void expm1OfNegativeAtItsEnds() {
    assertThat(Elementary.expm1OfNegative(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
    assertThat(Elementary.expm1OfNegative(-Float.MAX_VALUE)).isEqualTo(-1f);
    assertThat(Elementary.expm1OfNegative(0f) == 0f).isTrue();
    assertThat(Elementary.expm1OfNegative(-0f) == 0f).isTrue();
    assertThat(Elementary.expm1OfNegative(Float.NaN)).isNaN();
  }

  @Test
  void signIsThatOfMath() {
    for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STRIDE) {
      float x = Float.intBitsToFloat((int) bits);
      if (Float.compare(Elementary.sign(x), Math.signum(x)) != 0) {
        assertThat(Elementary.sign(x)).as("sign(" + x + ")").isEqualTo(Math.signum(x));
      }
    }
    for (float x : new float[] {0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MAX_VALUE}) {
      assertThat(Elementary.sign(x)).isEqualTo(Math.signum(x));
    }
  }

  @Test
  void stepIsOneAboveZero() {
    for (float x : new float[] {Float.MIN_VALUE, 1e-38f, 1, Float.MAX_VALUE}) {
      assertThat(Elementary.step(x)).isEqualTo(1f);
      assertThat(Elementary.step(-x) == 0f).isTrue();
    }
    assertThat(Elementary.step(Float.POSITIVE_INFINITY)).isEqualTo(1f);
    assertThat(Elementary.step(Float.NEGATIVE_INFINITY) == 0f).isTrue();
    assertThat(Elementary.step(0f) == 0f).isTrue();
    assertThat(Elementary.step(-0f) == 0f).isTrue();
    assertThat(Elementary.step(Float.NaN)).isNaN();
  }

  @Test
  void tanhAtItsEnds() {
    assertThat(Elementary.tanh(Float.POSITIVE_INFINITY)).isEqualTo(1f);
    assertThat(Elementary.tanh(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
    assertThat(Elementary.tanh(Float.MAX_VALUE)).isEqualTo(1f);
    // Float.equals tells -0 from 0: the sign of zero stays.
    assertThat(Elementary.tanh(0f)).isEqualTo(Float.valueOf(0f));
    assertThat(Elementary.tanh(-0f)).isEqualTo(Float.valueOf(-0f));
    assertThat(Elementary.tanh(Float.MIN_VALUE)).isBetween(0f, Float.MIN_VALUE);
    assertThat(Elementary.tanh(Float.NaN)).isNaN();
  }

  @Test
  void tanhIsOdd() {
    for (float x = 1e-6f; x < 30; x *= 1.01f) {
      assertThat(Elementary.tanh(-x)).isEqualTo(-Elementary.tanh(x));
    }
  }

  private static void assertAccurate(FloatFunction function, DoubleUnaryOperator reference) {
    assertAccurate(function, reference, x -> BOUND);
  }

  private static void assertAccurate(
      FloatFunction function, DoubleUnaryOperator reference, DoubleUnaryOperator bound) {
    for (long bits = 0; bits < 1L << 32; bits += STRIDE) {
      float x = Float.intBitsToFloat((int) bits);
      float found = function.apply(x);
      double expected = reference.applyAsDouble(x);
      if (!close(found, expected, bound.applyAsDouble(x))) {
        throw new AssertionError("f(" + x + ") is " + found + ", should be " + expected);
      }
    }
  }

  /** As the other, in arrays of which the JIT makes vectors. */
  private static void assertAccurateInArrays(
      ArrayFunction function, DoubleUnaryOperator reference) {
    assertAccurateInArrays(function, reference, x -> BOUND);
  }

  private static void assertAccurateInArrays(
      ArrayFunction function, DoubleUnaryOperator reference, DoubleUnaryOperator bound) {
    float[] x = new float[4099];
    float[] found = new float[x.length];
    for (long bits = 0; bits < 1L << 32; ) {
      for (int i = 0; i < x.length; i++, bits += STRIDE) {
        x[i] = Float.intBitsToFloat((int) bits);
      }
      function.apply(x, found, x.length);
      for (int i = 0; i < x.length; i++) {
        double expected = reference.applyAsDouble(x[i]);
        if (!close(found[i], expected, bound.applyAsDouble(x[i]))) {
          throw new AssertionError("f(" + x[i] + ") is " + found[i] + ", should be " + expected);
        }
      }
    }
  }

  /** The function's value at {@code x}, which stands between others; what is behind stays. */
  private static float inArray(ArrayFunction function, float x) {
    float[] values = new float[40];
    Arrays.fill(values, 0.3f);
    values[20] = x;
    float[] result = new float[40];
    function.apply(values, result, 39);
    assertThat(result[39]).isZero();
    return result[20];
  }

  private static void assertRelative(float found, double expected) {
    assertThat(close(found, expected, BOUND)).as("%s should be %s", found, expected).isTrue();
  }

  private static boolean close(float found, double expected, double bound) {
    if (Double.isNaN(expected)) {
      return Float.isNaN(found);
    }
    if (Math.abs(expected) > Float.MAX_VALUE) {
      return found == (float) expected;
    }
    double error = Math.abs(found - expected);
    // Below the normal floats a result may be 0.
    return Math.abs(expected) < Float.MIN_NORMAL
        ? error < Float.MIN_NORMAL
        : error <= bound * Math.abs(expected);
  }
}
