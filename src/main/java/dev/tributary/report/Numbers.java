package dev.tributary.report;

import java.util.Locale;

/** Numbers as people read them, alike in every language: {@code 71,000}, {@code 97.8 %}. */
public final class Numbers {
  private Numbers() {}

  /** {@code 1,234,567}. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** {@code 1 row}, {@code 1,234 rows}. */
  public static String count(long count, String noun) {
    return count(count) + " " + noun + (count == 1 ? "" : "s");
  }

  /**
   * Some four digits, {@code 0.0712}, {@code 54.321}; very small and large ones as {@code
   * 7.12e-05}.
   */
  public static String decimal(double value) {
    double size = Math.abs(value);
    if (!Double.isFinite(value)) {
      return Double.isNaN(value) ? "NaN" : value > 0 ? "infinite" : "-infinite";
    }
    if (size == 0) {
      return "0";
    }
    if (size < 0.001 || size >= 1e6) {
      return String.format(Locale.ROOT, "%.2e", value);
    }
    int decimals = size < 0.01 ? 5 : size < 10 ? 4 : size < 100 ? 3 : size < 1000 ? 2 : 1;
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }

  /** {@code 97.8 %}; one that isn't all is never rounded up to {@code 100.0 %}. */
  public static String percent(double share) {
    double percent = 100 * share;
    if (share < 1 && percent >= 99.95) {
      return percent >= 99.995 ? "> 99.99 %" : String.format(Locale.ROOT, "%.2f %%", percent);
    }
    return String.format(Locale.ROOT, "%.1f %%", percent);
  }

  /** Three significant digits: {@code 71,200}, {@code 834}, {@code 8.34}. */
  public static String rate(double perSecond) {
    if (!Double.isFinite(perSecond)) {
      return "-";
    }
    if (perSecond < 10) {
      return String.format(Locale.ROOT, "%.2f", perSecond);
    }
    double unit = Math.pow(10, Math.max(0, Math.floor(Math.log10(perSecond)) - 2));
    return count(Math.round(Math.round(perSecond / unit) * unit));
  }

  /** {@code 0 s}, {@code 0.42 s}, {@code 4.2 s}, {@code 42 s}, {@code 1m 12s}, {@code 2h 05m}. */
  public static String duration(double seconds) {
    if (seconds == 0) {
      return "0 s";
    }
    if (seconds < 0.995) {
      return String.format(Locale.ROOT, "%.2f s", seconds);
    }
    if (seconds < 9.95) {
      return String.format(Locale.ROOT, "%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? String.format(Locale.ROOT, "%dm %02ds", whole / 60, whole % 60)
        : String.format(Locale.ROOT, "%,dh %02dm", whole / 3600, whole % 3600 / 60);
  }

  /** {@code 512 bytes}, {@code 1.1 MB}: powers of 1000. */
  public static String bytes(long bytes) {
    if (bytes < 1000) {
      return count(bytes, "byte");
    }
    double size = bytes;
    int unit = -1;
    while (size >= 999.5) {
      size /= 1000;
      unit++;
    }
    return String.format(
        Locale.ROOT, size < 9.95 ? "%.1f %sB" : "%.0f %sB", size, "kMGTPE".charAt(unit));
  }
}
