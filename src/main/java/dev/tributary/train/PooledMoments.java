package dev.tributary.train;

import dev.tributary.nn.ParameterLayout;
import dev.tributary.nn.ParameterLayout.Slice;
import dev.tributary.nn.layer.BatchNormalization;
import java.io.Serializable;
import java.util.List;

/**
 * The statistics of a network's batch normalizations over groups of examples, pooled as moments:
 * {@code μ = Σ pᵢ μᵢ} and {@code σ² = Σ pᵢ (σᵢ² + (μᵢ - μ)²)}, where {@code pᵢ} is group i's share
 * of the examples. That is {@code Σ pᵢ (σᵢ² + μᵢ²) - μ²} without its cancellation.
 *
 * <p>Groups are merged one by one, in double, after Chan, Golub and LeVeque: with {@code δ = μ_b -
 * μ_a}, {@code μ = μ_a + δ n_b / n} and {@code M2 = M2_a + M2_b + δ² n_a n_b / n}, {@code σ² = M2 /
 * n}. The order decides the last bits; the moments of a single group come back bit for bit.
 */
final class PooledMoments implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Where each unit's mean and variance lie in the flat vector. */
  private final int[] means;

  private final int[] variances;
  private final double[] mean;
  private final double[] squares;
  private long count;

  /** Of no examples yet; {@code statistics} says where the moments lie. */
  PooledMoments(ParameterLayout statistics) {
    int units = statistics.size() / 2;
    means = new int[units];
    variances = new int[units];
    mean = new double[units];
    squares = new double[units];
    List<Slice> slices = statistics.slices();
    int unit = 0;
    for (int s = 0; s + 1 < slices.size(); s += 2) {
      Slice of = momentSlice(slices.get(s), BatchNormalization.MOVING_MEAN);
      Slice spread = momentSlice(slices.get(s + 1), BatchNormalization.MOVING_VARIANCE);
      for (int j = 0; j < of.length(); j++) {
        means[unit] = of.offset() + j;
        variances[unit++] = spread.offset() + j;
      }
    }
  }

  /** Adds a group of examples: its means and variances, laid out as the statistics. */
  void add(float[] moments, long examples) {
    double share = share(examples);
    double product = count * share;
    for (int j = 0; j < mean.length; j++) {
      double delta = moments[means[j]] - mean[j];
      mean[j] += delta * share;
      squares[j] += (double) moments[variances[j]] * examples + delta * delta * product;
    }
    count += examples;
  }

  /** Adds the groups of another. */
  void add(PooledMoments other) {
    if (other.count == 0) {
      return;
    }
    double share = share(other.count);
    double product = count * share;
    for (int j = 0; j < mean.length; j++) {
      double delta = other.mean[j] - mean[j];
      mean[j] += delta * share;
      squares[j] += other.squares[j] + delta * delta * product;
    }
    count += other.count;
  }

  /** The moments of all groups, laid out as the statistics. */
  float[] statistics() {
    float[] statistics = new float[2 * mean.length];
    for (int j = 0; j < mean.length; j++) {
      statistics[means[j]] = (float) mean[j];
      statistics[variances[j]] = (float) (squares[j] / count);
    }
    return statistics;
  }

  private double share(long examples) {
    return examples / ((double) count + examples);
  }

  private static Slice momentSlice(Slice slice, String tensor) {
    if (!slice.spec().name().endsWith(tensor)) {
      throw new IllegalStateException(
          "Invalid statistics: " + slice.name() + " where " + tensor + " was expected");
    }
    return slice;
  }
}
