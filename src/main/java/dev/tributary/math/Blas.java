package dev.tributary.math;

/** Matrix products of row-major, contiguous {@code float} matrices. */
public interface Blas {
  /** Whether a factor is read as it is stored, or transposed. */
  enum Transpose {
    NO,
    YES
  }

  /**
   * {@code C = op(A) · op(B) + beta · C}, with {@code op(A)} {@code [m, k]}, {@code op(B)} {@code
   * [k, n]} and {@code C} {@code [m, n]}.
   *
   * @param offsetA where {@code A} starts in {@code a}; likewise the others
   * @param beta 0 overwrites {@code C}, whatever it held; 1 adds to it
   * @throws IndexOutOfBoundsException if a matrix doesn't fit into its array
   */
  void multiply(
      Transpose transposeA,
      Transpose transposeB,
      int m,
      int n,
      int k,
      float[] a,
      int offsetA,
      float[] b,
      int offsetB,
      float beta,
      float[] c,
      int offsetC);

  /** What does the work, for people: {@code OpenBLAS through netlib}. */
  String description();

  /** Lets each product use this many threads; one task has {@code spark.task.cpus}. */
  void useThreads(int threads);

  /** The fastest that works on this machine, found once; warns once if it isn't native. */
  static Blas fastest() {
    return BlasChoice.FASTEST;
  }
}
