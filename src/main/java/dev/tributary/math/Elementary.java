package dev.tributary.math;

/**
 * Elementary functions in {@code float} arithmetic, several times faster than {@link Math}'s.
 *
 * <p>Each reduces its argument to {@code r} in {@code [-ln2/2, ln2/2]} with {@code x = n·ln2 + r}
 * and evaluates a polynomial of the Taylor series of {@code e^r - 1}. The relative error stays
 * below 3·10⁻⁷ wherever the result is a normal float; a smaller one may be 0 (tested against {@link
 * Math}).
 */
public final class Elementary {
  private static final float LOG2_E = 1.442695f;
  // ln 2 in two parts, the first with trailing zero bits so that n·HIGH is exact.
  private static final float LN2_HIGH = 0.6933594f; // 0.693359375, exactly
  private static final float LN2_LOW = -2.1219444E-4f;
  private static final float ROUND = 12582912f; // 1.5·2²³: adding it rounds to a whole number
  private static final float LARGEST = 88.72283f;
  private static final float SMALLEST = -87.33654f;

  private Elementary() {}

  /** {@code e^x}; 0 below -87.3, infinite above 88.7. */
  public static float exp(float x) {
    if (!(x <= LARGEST)) {
      return x > LARGEST ? Float.POSITIVE_INFINITY : Float.NaN;
    }
    if (x < SMALLEST) {
      return 0f;
    }
    float n = (x * LOG2_E + ROUND) - ROUND;
    float r = (x - n * LN2_HIGH) - n * LN2_LOW;
    float polynomial = 1f + r + r * r * tail(r);
    int exponent = (int) n;
    // 2¹²⁸ is no float: the largest arguments take it in two steps.
    return exponent == 128 ? polynomial * 2f * power(127) : polynomial * power(exponent);
  }

  /** {@code e^x - 1}, exact to the last bits for small {@code x} too; 0 has no sign here. */
  public static float expm1(float x) {
    if (!(x <= 20f)) {
      return exp(x) - 1f;
    }
    if (x < -18f) {
      return -1f;
    }
    float n = (x * LOG2_E + ROUND) - ROUND;
    float r = (x - n * LN2_HIGH) - n * LN2_LOW;
    float scale = power((int) n);
    return scale * (r + r * r * tail(r)) + (scale - 1f);
  }

  /** {@code 1 / (1 + e^-x)}; 0 below -88.7. */
  public static float sigmoid(float x) {
    return 1f / (1f + exp(-x));
  }

  /** The hyperbolic tangent, {@code (1 - e^-2|x|) / (1 + e^-2|x|)} with the sign of {@code x}. */
  public static float tanh(float x) {
    float e = expm1(-2f * Math.abs(x));
    return Math.copySign(-e / (2f + e), x);
  }

  /** {@code (e^r - 1 - r) / r²} for small {@code r}. */
  private static float tail(float r) {
    return 1f / 2
        + r * (1f / 6 + r * (1f / 24 + r * (1f / 120 + r * (1f / 720 + r * (1f / 5040)))));
  }

  private static float power(int n) {
    return Float.intBitsToFloat((n + 127) << 23);
  }
}
