package dev.tributary.data;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Mean and squared deviation, or smallest and largest value, of each feature: what a scaling needs.
 *
 * <p>Row by row after Welford, merged after Chan, Golub and LeVeque: with {@code δ = mean_b -
 * mean_a}, {@code mean = mean_a + δ n_b / n} and {@code M2 = M2_a + M2_b + δ² n_a n_b / n}.
 */
final class Moments implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] mean;
  private final double[] squares;
  private final double[] low;
  private final double[] high;
  private long count;

  Moments(Scaling.Kind kind, int width) {
    int spread = kind == Scaling.Kind.STANDARD ? width : 0;
    int range = kind == Scaling.Kind.MINMAX ? width : 0;
    mean = new double[spread];
    squares = new double[spread];
    low = new double[range];
    high = new double[range];
    Arrays.fill(low, Double.POSITIVE_INFINITY);
    Arrays.fill(high, Double.NEGATIVE_INFINITY);
  }

  void add(double[] row) {
    count++;
    double share = 1.0 / count;
    for (int j = 0; j < mean.length; j++) {
      double before = row[j] - mean[j];
      mean[j] += before * share;
      squares[j] += before * (row[j] - mean[j]);
    }
    for (int j = 0; j < low.length; j++) {
      low[j] = Math.min(low[j], row[j]);
      high[j] = Math.max(high[j], row[j]);
    }
  }

  /** Adds what another part of the rows gave. */
  void merge(Moments other) {
    if (other.count == 0) {
      return;
    }
    double total = (double) count + other.count;
    double share = other.count / total;
    double product = count * share;
    for (int j = 0; j < mean.length; j++) {
      double delta = other.mean[j] - mean[j];
      mean[j] += delta * share;
      squares[j] += other.squares[j] + delta * delta * product;
    }
    for (int j = 0; j < low.length; j++) {
      low[j] = Math.min(low[j], other.low[j]);
      high[j] = Math.max(high[j], other.high[j]);
    }
    count += other.count;
  }

  double mean(int feature) {
    return mean[feature];
  }

  /**
   * Of the population. A deviation that is nothing but rounding beside the mean counts as none: a
   * constant column must not be blown up.
   */
  double standardDeviation(int feature) {
    double deviation = Math.sqrt(squares[feature] / count);
    return deviation <= Math.abs(mean[feature]) * 1e-14 ? 0 : deviation;
  }

  double low(int feature) {
    return low[feature];
  }

  double high(int feature) {
    return high[feature];
  }
}
