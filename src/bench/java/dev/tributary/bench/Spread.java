package dev.tributary.bench;

import java.util.Arrays;
import java.util.Locale;

/**
 * The middle of some measurements, and how far they lie apart.
 *
 * @param low a quarter of them is below
 * @param median half of them
 * @param high three quarters
 */
record Spread(double low, double median, double high) {
  static Spread of(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int last = sorted.length - 1;
    return new Spread(sorted[last / 4], sorted[last / 2], sorted[last - last / 4]);
  }

  /** Each of them divided by {@code divisor}. */
  Spread over(double divisor) {
    return new Spread(low / divisor, median / divisor, high / divisor);
  }

  /** What {@code amount} divided by each is: a rate, where they are times. */
  Spread under(double amount) {
    return new Spread(amount / high, amount / median, amount / low);
  }

  /** As {@code 0.82 (0.80–0.83)}. */
  String toText(int digits) {
    String one = "%,." + digits + "f";
    return String.format(Locale.ROOT, one + " (" + one + "–" + one + ")", median, low, high);
  }
}
