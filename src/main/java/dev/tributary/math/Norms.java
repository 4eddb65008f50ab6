package dev.tributary.math;

import java.util.Arrays;

/**
 * Sizes of stretches of a vector. Long ones are taken in blocks of {@value #LANES}, whose values
 * each join a lane of their own, as the JIT can do that in vectors; the lanes are joined at the
 * end.
 */
public final class Norms {
  private static final int LANES = 1024;

  /** After so many blocks, sums in float go into one in double. */
  private static final int BLOCKS = 64;

  /**
   * Sums of squares in float are trusted between these: no square that counts was 0 or infinite.
   */
  private static final double SMALLEST = 1e-25;

  private static final double LARGEST = 1e37;

  private static final ThreadLocal<Lanes> MINE = ThreadLocal.withInitial(Lanes::new);

  private static final class Lanes {
    private final float[] block = new float[LANES];
    private final float[] found = new float[LANES];
  }

  private Norms() {}

  /**
   * {@code Σ v²} over {@code values[from .. to)}, whatever floats they are; the relative error is
   * below {@code 5·10⁻⁶}.
   */
  public static double squares(float[] values, int from, int to) {
    if (to - from < LANES) {
      return squaresInDouble(values, from, to);
    }
    Lanes lanes = MINE.get();
    double sum = 0;
    int i = from;
    while (i <= to - LANES) {
      Arrays.fill(lanes.found, 0f);
      for (int block = 0; block < BLOCKS && i <= to - LANES; block++, i += LANES) {
        System.arraycopy(values, i, lanes.block, 0, LANES);
        addSquares(lanes.block, lanes.found);
      }
      for (int j = 0; j < LANES; j++) {
        sum += lanes.found[j];
      }
    }
    sum += squaresInDouble(values, i, to);
    return sum > SMALLEST && sum < LARGEST ? sum : squaresInDouble(values, from, to);
  }

  private static void addSquares(float[] block, float[] sums) {
    for (int j = 0; j < LANES; j++) {
      sums[j] += block[j] * block[j];
    }
  }

  /**
   * In double, which holds the square of any float. A sum must be taken in its order, so that a
   * single one waits for each addition; these are eight that don't wait for each other.
   */
  private static double squaresInDouble(float[] values, int from, int to) {
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

  /**
   * {@code Σ v²} of each of some columns of a matrix that lies in {@code values} by rows.
   *
   * @param from where the first of these columns starts
   * @param to where the matrix ends
   * @param stride columns of the matrix
   * @param count of these columns
   * @param sums {@code [count]} or longer; overwritten
   */
  public static void squaresOfColumns(
      float[] values, int from, int to, int stride, int count, double[] sums) {
    Arrays.fill(sums, 0, count, 0.0);
    for (int row = from; row < to; row += stride) {
      for (int j = 0; j < count; j++) {
        double v = values[row + j];
        sums[j] += v * v;
      }
    }
  }

  /** The Euclidean norm {@code √Σ v²} of {@code values[from .. to)}. */
  public static double euclidean(float[] values, int from, int to) {
    return Math.sqrt(squares(values, from, to));
  }

  /** The largest {@code |v|} of {@code values[from .. to)}; 0 of none, NaN if any is. */
  public static float largest(float[] values, int from, int to) {
    float largest = 0;
    int i = from;
    if (to - from >= LANES) {
      Lanes lanes = MINE.get();
      Arrays.fill(lanes.found, 0f);
      for (; i <= to - LANES; i += LANES) {
        System.arraycopy(values, i, lanes.block, 0, LANES);
        takeLarger(lanes.block, lanes.found);
      }
      for (int j = 0; j < LANES; j++) {
        largest = Math.max(largest, lanes.found[j]);
      }
    }
    for (; i < to; i++) {
      largest = Math.max(largest, Math.abs(values[i]));
    }
    return largest;
  }

  private static void takeLarger(float[] block, float[] largest) {
    for (int j = 0; j < LANES; j++) {
      largest[j] = Math.max(largest[j], Math.abs(block[j]));
    }
  }
}
