package dev.tributary.train;

/**
 * A weighted average of vectors that come one by one: {@code Σ nᵢ xᵢ / Σ nᵢ}, in double.
 *
 * <p>The sums start from the first vector and not from 0, to which adding -0 gives +0: the average
 * of one vector is that vector bit for bit.
 */
final class WeightedSum {
  private double[] sums;
  private double weights;

  /** Adds a vector, as long as those before; the order decides the last bits. */
  void add(float[] values, double weight) {
    weights += weight;
    if (sums == null) {
      sums = new double[values.length];
      for (int i = 0; i < sums.length; i++) {
        sums[i] = weight * values[i];
      }
    } else {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += weight * values[i];
      }
    }
  }

  /** The average of all that were added, at least one. */
  float[] average() {
    float[] average = new float[sums.length];
    for (int i = 0; i < average.length; i++) {
      average[i] = (float) (sums[i] / weights);
    }
    return average;
  }
}
