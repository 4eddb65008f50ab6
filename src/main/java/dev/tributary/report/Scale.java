package dev.tributary.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An axis: from values to the share of its length.
 *
 * @param low the value at its start
 * @param high the value at its end, above {@code low}
 * @param kind how values between are spread
 */
record Scale(double low, double high, Kind kind) {
  private static final int MOST_TICKS = 9;

  /** How values are spread. */
  enum Kind {
    LINEAR,
    LOGARITHMIC
  }

  /** A logarithmic one over whole decades that holds all values above 0. */
  static Scale decades(List<double[]> columns) {
    double low = Double.POSITIVE_INFINITY;
    double high = 0;
    for (double[] column : columns) {
      for (double value : column) {
        if (value > 0 && Double.isFinite(value)) {
          low = Math.min(low, value);
          high = Math.max(high, value);
        }
      }
    }
    if (high == 0) {
      return new Scale(0.1, 10, Kind.LOGARITHMIC);
    }
    double from = Math.floor(Math.log10(low));
    double to = Math.max(from + 1, Math.ceil(Math.log10(high)));
    return new Scale(Math.pow(10, from), Math.pow(10, to), Kind.LOGARITHMIC);
  }

  static Scale linear(double low, double high) {
    return new Scale(low, high > low ? high : low + 1, Kind.LINEAR);
  }

  boolean holds(double value) {
    return Double.isFinite(value) && (kind == Kind.LINEAR || value > 0);
  }

  /** Where a value lies, from 0 at the start to 1 at the end. */
  double place(double value) {
    return switch (kind) {
      case LINEAR -> (value - low) / (high - low);
      case LOGARITHMIC -> Math.log(value / low) / Math.log(high / low);
    };
  }

  /** Round values along it. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    switch (kind) {
      case LINEAR -> {
        double step = Math.pow(10, Math.floor(Math.log10((high - low) / 2)));
        step *= (high - low) / step > MOST_TICKS ? 5 : 1;
        for (double tick = Math.ceil(low / step) * step; tick <= high * (1 + 1e-9); tick += step) {
          ticks.add(tick);
        }
      }
      case LOGARITHMIC -> {
        int from = (int) Math.round(Math.log10(low));
        int to = (int) Math.round(Math.log10(high));
        int every = 1 + (to - from) / MOST_TICKS;
        for (int power = from; power <= to; power += every) {
          ticks.add(Math.pow(10, power));
        }
      }
    }
    return ticks;
  }

  /** A tick as text. */
  String label(double tick) {
    if (kind == Kind.LOGARITHMIC && (tick < 0.01 || tick >= 1e4)) {
      return String.format(Locale.ROOT, "1e%d", Math.round(Math.log10(tick)));
    }
    String text = String.format(Locale.ROOT, "%.4f", tick);
    return text.replaceAll("\\.?0+$", "");
  }
}
