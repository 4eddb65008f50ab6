package dev.tributary.math;

/** Sizes of stretches of a vector. */
public final class Norms {
  private Norms() {}

  /**
   * {@code Σ v²} over {@code values[from .. to)}, in double, which holds the square of any float.
   *
   * <p>A sum must be taken in its order, so that a single one waits for each addition; these are
   * eight that don't wait for each other.
   */
  public static double squares(float[] values, int from, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int i = from;
    for (; i <= to - 8; i += 8) {
      double v0 = values[i];
      double v1 = values[i + 1];
      double v2 = values[i + 2];
      double v3 = values[i + 3];
      double v4 = values[i + 4];
      double v5 = values[i + 5];
      double v6 = values[i + 6];
      double v7 = values[i + 7];
      s0 += v0 * v0;
      s1 += v1 * v1;
      s2 += v2 * v2;
      s3 += v3 * v3;
      s4 += v4 * v4;
      s5 += v5 * v5;
      s6 += v6 * v6;
      s7 += v7 * v7;
    }
    double rest = 0;
    for (; i < to; i++) {
      double v = values[i];
      rest += v * v;
    }
    return ((s0 + s4) + (s1 + s5)) + ((s2 + s6) + (s3 + s7)) + rest;
  }

  /** The Euclidean norm {@code √Σ v²} of {@code values[from .. to)}. */
  public static double euclidean(float[] values, int from, int to) {
    return Math.sqrt(squares(values, from, to));
  }

  /** The largest {@code |v|} of {@code values[from .. to)}; 0 of none, NaN if any is. */
  public static float largest(float[] values, int from, int to) {
    float largest = 0;
    for (int i = from; i < to; i++) {
      largest = Math.max(largest, Math.abs(values[i]));
    }
    return largest;
  }
}
