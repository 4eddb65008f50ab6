package dev.tributary.report.page;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers for drawing: more digits than a screen has pixels would only make the page larger. */
final class Digits {
  private static final MathContext FIVE = new MathContext(5);

  private Digits() {}

  /** Rounded to five significant digits; null if it isn't finite. */
  static Double few(double value) {
    return Double.isFinite(value) ? new BigDecimal(value).round(FIVE).doubleValue() : null;
  }
}
