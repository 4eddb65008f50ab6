package dev.tributary.math;

/**
 * Loops over the rows of a row-major matrix.
 *
 * <p>The JIT makes vectors of a loop only where all its arrays are read and written at one and the
 * same index. So a row to be joined with a vector is copied to the start of an array of its own,
 * which costs less than it brings.
 */
public final class Rows {
  private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

  private Rows() {}

  /** Sets each of the first {@code rows} rows to {@code vector[offset .. offset + width)}. */
  public static void fill(float[] matrix, int rows, int width, float[] vector, int offset) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(vector, offset, matrix, row * width, width);
    }
  }

  /** Which of {@code values[from .. from + width)} is the largest, the first of equal ones. */
  public static int largest(float[] values, int from, int width) {
    int best = 0;
    for (int j = 1; j < width; j++) {
      if (values[from + j] > values[from + best]) {
        best = j;
      }
    }
    return best;
  }

  /** {@code sums[offset + j] = Σᵢ matrix[i, j]}, added in the order of the rows. */
  public static void sum(float[] matrix, int rows, int width, float[] sums, int offset) {
    Scratch scratch = SCRATCH.get().holding(width);
    System.arraycopy(matrix, 0, scratch.sums, 0, width);
    for (int row = 1; row < rows; row++) {
      System.arraycopy(matrix, row * width, scratch.row, 0, width);
      add(scratch.row, scratch.sums, width);
    }
    System.arraycopy(scratch.sums, 0, sums, offset, width);
  }

  private static void add(float[] row, float[] sums, int width) {
    for (int j = 0; j < width; j++) {
      sums[j] += row[j];
    }
  }

  private static final class Scratch {
    private float[] row = new float[0];
    private float[] sums = new float[0];

    Scratch holding(int width) {
      if (row.length < width) {
        row = new float[width];
        sums = new float[width];
      }
      return this;
    }
  }
}
