package dev.tributary.math;

import dev.ludovic.netlib.blas.BLAS;
import java.util.Objects;
import java.util.function.IntConsumer;

/** netlib's {@code sgemm} is column-major: a row-major product is the product of the transposes. */
final class NetlibBlas implements Blas {
  private final BLAS blas;
  private final String description;
  private final IntConsumer threadSetter;

  NetlibBlas(BLAS blas, String description, IntConsumer threadSetter) {
    this.blas = blas;
    this.description = description;
    this.threadSetter = threadSetter;
  }

  @Override
  public void multiply(
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
      int offsetC) {
    // netlib checks only where a matrix ends, and that in int: native code would read elsewhere.
    Objects.checkFromIndexSize(offsetA, (long) m * k, a.length);
    Objects.checkFromIndexSize(offsetB, (long) k * n, b.length);
    Objects.checkFromIndexSize(offsetC, (long) m * n, c.length);
    blas.sgemm(
        transposeB == Transpose.YES ? "T" : "N",
        transposeA == Transpose.YES ? "T" : "N",
        n,
        m,
        k,
        1f,
        b,
        offsetB,
        transposeB == Transpose.YES ? k : n,
        a,
        offsetA,
        transposeA == Transpose.YES ? m : k,
        beta,
        c,
        offsetC,
        n);
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public void useThreads(int threads) {
    threadSetter.accept(threads);
  }
}
