package dev.tributary.math;

/** Loops over the rows of a row-major matrix, plain enough for the JIT to vectorize. */
public final class Rows {
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
    System.arraycopy(matrix, 0, sums, offset, width);
    for (int row = 1; row < rows; row++) {
      int from = row * width;
      for (int j = 0; j < width; j++) {
        sums[offset + j] += matrix[from + j];
      }
    }
  }
}
