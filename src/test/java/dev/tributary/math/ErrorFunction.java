package dev.tributary.math;

/** The error function in double, by other means than {@link Elementary#erf}: a reference. */
public final class ErrorFunction {
  /** Below, the series; above, the continued fraction. */
  static final double SEAM = 2.5;

  private ErrorFunction() {}

  /** {@code 2/√π ∫₀ˣ e^-t² dt}. */
  public static double erf(double x) {
    double size = Math.abs(x);
    return Math.copySign(size <= SEAM ? series(size) : 1 - fraction(size), x);
  }

  /** {@code 1 - erf(x)}. */
  public static double erfc(double x) {
    double size = Math.abs(x);
    if (size <= SEAM) {
      return 1 - erf(x);
    }
    return x > 0 ? fraction(size) : 2 - fraction(size);
  }

  /** {@code 2/√π e^-x² Σₙ 2ⁿ x²ⁿ⁺¹ / (1·3·…·(2n+1))}: Abramowitz and Stegun, 7.1.6. */
  private static double series(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; term > 1e-17 * sum; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  /** {@code e^-x²/√π · 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …))))}: ibid., 7.1.14. */
  private static double fraction(double x) {
    double bottom = x;
    for (int n = 60; n >= 1; n--) {
      bottom = x + n / 2.0 / bottom;
    }
    return Math.exp(-x * x) / (Math.sqrt(Math.PI) * bottom);
  }
}
