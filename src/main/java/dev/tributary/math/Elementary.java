package dev.tributary.math;

/**
 * Elementary functions in {@code float} arithmetic, several times faster than {@link Math}'s.
 *
 * <p>The exponential, and with it most others, reduces its argument to {@code r} in {@code [-ln2/2,
 * ln2/2]} with {@code x = n·ln2 + r} and evaluates a polynomial of the Taylor series of {@code e^r
 * - 1}. All are sums and products that every machine rounds alike. The relative error stays below
 * 3·10⁻⁷ wherever the result is a normal float; a smaller one may be 0 (tested against {@link
 * Math}, and for the normal distribution against a series and a continued fraction in double). It
 * and {@link #bell} state wider bounds.
 */
public final class Elementary {
  private static final float LOG2_E = 1.442695f;
  // ln 2 in two parts, the first with trailing zero bits so that n·HIGH is exact.
  private static final float LN2_HIGH = 0.6933594f; // 0.693359375, exactly
  private static final float LN2_LOW = -2.1219444E-4f;
  private static final float ROUND = 12582912f; // 1.5·2²³: adding it rounds to a whole number
  private static final float LIFT = 0x1p75f; // twice, it makes any float but 0 larger than 1
  private static final float SQRT_HALF = (float) 0.7071067811865476;
  private static final float LARGEST = 88.72283f;
  private static final float SMALLEST = -87.33654f;
  private static final float BEYOND = Math.nextUp(-SMALLEST);

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

  /**
   * {@code e^x - 1} for {@code x ≤ 0}, in arithmetic without branches, so that the JIT makes
   * vectors of a loop of it: with {@code z = x/8} a polynomial gives {@code e^z - 1}, and {@code
   * e^2z - 1 = (e^z - 1)² + 2 (e^z - 1)} doubles its argument three times. Between -10⁻³⁷ and 0 the
   * absolute error is below 10⁻⁴⁴ instead.
   */
  public static float expm1OfNegative(float x) {
    float z = Math.max(x, -18f) * (1f / 8);
    float e = z + z * z * longTail(z);
    e = e * e + 2f * e;
    e = e * e + 2f * e;
    return e * e + 2f * e;
  }

  /**
   * {@code result = e^-|x|}, as {@link #exp}, of which the JIT makes vectors but for the last
   * product.
   *
   * @param x read only
   * @param result written; another array
   * @param count how many, from the first on
   */
  public static void expOfNegativeSize(float[] x, float[] result, int count) {
    for (int i = 0; i < count; i++) {
      float size = Math.abs(x[i]);
      float y = Math.max(-size, SMALLEST);
      float n = (y * LOG2_E + ROUND) - ROUND;
      float r = (y - n * LN2_HIGH) - n * LN2_LOW;
      result[i] = (1f + r + r * r * tail(r)) * step(BEYOND - size);
    }
    for (int i = 0; i < count; i++) {
      // The sum ends with the bits of n.
      float rounded = Math.max(-Math.abs(x[i]), SMALLEST) * LOG2_E + ROUND;
      result[i] *= power(Float.floatToRawIntBits(rounded));
    }
  }

  /** 1 above 0, else 0; NaN of NaN. Without branches, as {@link #expm1OfNegative}. */
  public static float step(float x) {
    return Math.min(Math.max(x, 0f) * LIFT * LIFT, 1f);
  }

  /**
   * The sign, as {@link Math#signum(float)} has it; in a loop of its own it takes 1/25 of the time.
   */
  public static float sign(float x) {
    return clamp(x * LIFT * LIFT);
  }

  /** {@code 1 / (1 + e^-x)}; 0 below -88.7. */
  public static float sigmoid(float x) {
    return 1f / (1f + exp(-x));
  }

  /**
   * {@code result = 1 / (1 + e^-x)}; {@code e^x / (1 + e^x)} below 0.
   *
   * @param x read only
   * @param result written; another array
   * @param count how many, from the first on
   */
  public static void sigmoid(float[] x, float[] result, int count) {
    expOfNegativeSize(x, result, count);
    for (int i = 0; i < count; i++) {
      float above = step(x[i]);
      result[i] = (above + (1f - above) * result[i]) / (1f + result[i]);
    }
  }

  /** The hyperbolic tangent, {@code (1 - e^-2|x|) / (1 + e^-2|x|)} with the sign of {@code x}. */
  public static float tanh(float x) {
    float e = expm1OfNegative(-2f * Math.abs(x));
    return sign(x) * (Math.abs(e) / (2f + e));
  }

  /**
   * {@code result = ln(1 + e^x)}, exact to the last bits at both ends: {@code max(0, x) + ln(1 +
   * u)} with {@code u = e^-|x|} and {@code ln(1 + u) = 2 artanh(u / (2 + u))}, seven terms of its
   * series.
   *
   * @param x read only
   * @param result written; another array
   * @param count how many, from the first on
   */
  public static void softplus(float[] x, float[] result, int count) {
    expOfNegativeSize(x, result, count);
    for (int i = 0; i < count; i++) {
      float s = result[i] / (2f + result[i]); // at most 1/3
      float q = s * s;
      float series =
          1f
              + q
                  * (1f / 3
                      + q * (1f / 5 + q * (1f / 7 + q * (1f / 9 + q * (1f / 11 + q * (1f / 13))))));
      result[i] = Math.max(0f, x[i]) + 2f * s * series;
    }
  }

  /**
   * {@code result = e^(-x²/2)}; the relative error stays below {@code 6·10⁻⁷ + 6·10⁻⁸ x²} wherever
   * the result is a normal float.
   *
   * @param x read only
   * @param result written; another array
   * @param count how many, from the first on
   */
  public static void bell(float[] x, float[] result, int count) {
    for (int i = 0; i < count; i++) {
      float half = 0.5f * x[i] * x[i];
      float y = Math.max(-half, SMALLEST);
      float n = (y * LOG2_E + ROUND) - ROUND;
      float r = (y - n * LN2_HIGH) - n * LN2_LOW;
      result[i] = (1f + r + r * r * tail(r)) * step(BEYOND - half);
    }
    for (int i = 0; i < count; i++) {
      // The sum ends with the bits of n.
      float rounded = Math.max(-0.5f * x[i] * x[i], SMALLEST) * LOG2_E + ROUND;
      result[i] *= power(Float.floatToRawIntBits(rounded));
    }
  }

  /**
   * The normal distribution function, {@code result = Φ(x) = erfc(-x/√2) / 2}; the relative error
   * stays below {@code 1.3·10⁻⁶ + 6·10⁻⁸ x²} wherever the result is a normal float.
   *
   * @param x read only
   * @param result written; another array
   * @param count how many, from the first on
   */
  public static void normalDistribution(float[] x, float[] result, int count) {
    bell(x, result, count);
    for (int i = 0; i < count; i++) {
      result[i] *= bellsShare(x[i]);
    }
    for (int i = 0; i < count; i++) {
      result[i] += otherShare(x[i]);
    }
  }

  /**
   * What {@code e^(-x²/2)} is multiplied with in {@code Φ(x)}, which is that product and {@link
   * #otherShare}: 0 in the middle, where {@code |x| < √2}. Without branches, as {@link
   * #expm1OfNegative}.
   */
  public static float bellsShare(float x) {
    float z = SQRT_HALF * x;
    float size = Math.abs(z);
    return -0.5f * step(size - 1f) * clamp(z) * tailShare(size);
  }

  /** What there is in {@code Φ(x)} besides, see {@link #bellsShare}: 0 far below 0, 1 far above. */
  public static float otherShare(float x) {
    float z = SQRT_HALF * x;
    float outside = step(Math.abs(z) - 1f);
    float near = clamp(z); // outside it is the sign
    return 0.5f + 0.5f * near * (outside + (1f - outside) * erfSeries(near * near));
  }

  private static float clamp(float x) {
    return Math.max(-1f, Math.min(1f, x));
  }

  /** {@code erf(x) / x} for {@code q = x²} up to 1: of least relative error, 1.3·10⁻⁹. */
  private static float erfSeries(float q) {
    float series = q * 7.853858e-5f - 8.0101925e-4f;
    series = q * series + 0.0051883277f;
    series = q * series - 0.026853811f;
    series = q * series + 0.112835854f;
    series = q * series - 0.37612626f;
    return q * series + 1.1283791f;
  }

  /**
   * {@code t Q(t)} of {@code erfc(z) = e^-z² t Q(t)} with {@code t = 1 / (1 + z/2)} for {@code z ≥
   * 0.5}, the form of Abramowitz and Stegun, 7.1.26; Q has the least relative error, 9·10⁻⁹, for z
   * up to 10.2.
   */
  private static float tailShare(float z) {
    float t = 1f / (1f + 0.5f * z);
    float q = t * -0.06124538f + 0.29632527f;
    q = q * t - 0.51217675f;
    q = q * t + 0.3060135f;
    q = q * t - 0.044812027f;
    q = q * t + 0.20976616f;
    q = q * t + 0.24149136f;
    q = q * t + 0.2825719f;
    q = q * t + 0.2820766f;
    return t * q;
  }

  /** {@code (e^r - 1 - r) / r²} for small {@code r}. */
  private static float tail(float r) {
    return 1f / 2
        + r * (1f / 6 + r * (1f / 24 + r * (1f / 120 + r * (1f / 720 + r * (1f / 5040)))));
  }

  /** The same for {@code r} from -2.25 to 0. */
  private static float longTail(float r) {
    return 1f / 2
        + r
            * (1f / 6
                + r
                    * (1f / 24
                        + r * (1f / 120 + r * (1f / 720 + r * (1f / 5040 + r * (1f / 40320))))));
  }

  private static float power(int n) {
    return Float.intBitsToFloat((n + 127) << 23);
  }
}
