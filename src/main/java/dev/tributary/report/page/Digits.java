package dev.tributary.report.page;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers for drawing: more digits than a screen has pixels would only make the page larger. */
final class Digits {
  private static final int KEPT = 5;
  private static final MathContext FIVE = new MathContext(KEPT);

  /** Those powers of ten that a double holds exactly. */
  private static final double[] POWERS = new double[23];

  static {
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = Double.parseDouble("1e" + i);
    }
  }

  private Digits() {}

  /** Rounded to five significant digits; null if it isn't finite. */
  static Double few(double value) {
    if (!Double.isFinite(value)) {
      return null;
    }
    int decimals = KEPT - 1 - (int) Math.floor(Math.log10(Math.abs(value)));
    if (decimals >= 0 && decimals < POWERS.length) {
      // A whole number divided by an exact power is the double next to the decimal number.
      return Math.rint(value * POWERS[decimals]) / POWERS[decimals];
    }
    return value == 0 ? 0.0 : new BigDecimal(value).round(FIVE).doubleValue();
  }
}
