package dev.tributary.nn.diagnosis;

import java.util.Locale;

/** Figures in sentences. */
final class Words {
  private static final int FRACTION = 2;

  private Words() {}

  /** Three digits or so: {@code 0.0312}, {@code 4.2e-07}. */
  static String number(double value) {
    double size = Math.abs(value);
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "not a number" : "infinite";
    }
    if (size != 0 && (size < 1e-3 || size >= 1e5)) {
      return String.format(Locale.ROOT, "%.1e", value);
    }
    int decimals = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? FRACTION : size >= 0.1 ? 3 : 4;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }

  /** A factor above 1: {@code a factor of 35}, {@code 10^6}. */
  static String factor(double factor) {
    if (!Double.isFinite(factor)) {
      return "more than 10^38";
    }
    return factor < 1e4 ? "a factor of " + number(factor) : "10^" + Math.round(Math.log10(factor));
  }

  /** {@code 1 layer}, {@code 3 layers}. */
  static String layers(int count) {
    return count + (count == 1 ? " layer" : " layers");
  }
}
