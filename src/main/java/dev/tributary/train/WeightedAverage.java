package dev.tributary.train;

/**
 * The weighted average of vectors, {@code Σ nᵢ xᵢ / Σ nᵢ}, in double and in their order, which
 * decides the last bits.
 *
 * <p>The sums start from the first vector and not from 0, to which adding -0 gives +0, and what a
 * factor is off by in double is far less than a float can tell: the average of one vector is that
 * vector bit for bit.
 */
public final class WeightedAverage {
  /** Numbers whose sums stay near the processor while one vector after the other is added. */
  private static final int BLOCK = 2048;

  private WeightedAverage() {}

  /**
   * Of at least one vector.
   *
   * @param vectors as long as each other
   * @param weights one for each
   */
  public static float[] of(float[][] vectors, double[] weights) {
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    float[] average = new float[vectors[0].length];
    double[] sums = new double[Math.min(BLOCK, average.length)];
    for (int from = 0; from < average.length; from += BLOCK) {
      int count = Math.min(BLOCK, average.length - from);
      set(sums, vectors[0], weights[0], from, count);
      for (int i = 1; i < vectors.length; i++) {
        add(sums, vectors[i], weights[i], from, count);
      }
      scale(sums, 1 / total, average, from, count);
    }
    return average;
  }

  private static void set(double[] sums, float[] values, double weight, int from, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] = weight * values[from + i];
    }
  }

  private static void add(double[] sums, float[] values, double weight, int from, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] += weight * values[from + i];
    }
  }

  private static void scale(double[] sums, double factor, float[] average, int from, int count) {
    for (int i = 0; i < count; i++) {
      average[from + i] = (float) (sums[i] * factor);
    }
  }
}
