package dev.tributary.math;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;

import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/** OpenBLAS through JavaCPP's binding: each thread keeps native buffers and copies into them. */
final class JavaCppBlas implements Blas {
  private final ThreadLocal<Buffers> buffers = ThreadLocal.withInitial(Buffers::new);

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
    Objects.checkFromIndexSize(offsetA, (long) m * k, a.length);
    Objects.checkFromIndexSize(offsetB, (long) k * n, b.length);
    Objects.checkFromIndexSize(offsetC, (long) m * n, c.length);
    Buffers mine = buffers.get();
    mine.a = mine.a.holding(a, offsetA, m * k);
    mine.b = mine.b.holding(b, offsetB, k * n);
    mine.c = mine.c.holding(c, offsetC, beta == 0 ? 0 : m * n).atLeast(m * n);
    openblas_nolapack.cblas_sgemm(
        CblasRowMajor,
        transposeA == Transpose.YES ? CblasTrans : CblasNoTrans,
        transposeB == Transpose.YES ? CblasTrans : CblasNoTrans,
        m,
        n,
        k,
        1f,
        mine.a.pointer,
        transposeA == Transpose.YES ? m : k,
        mine.b.pointer,
        transposeB == Transpose.YES ? k : n,
        beta,
        mine.c.pointer,
        n);
    mine.c.pointer.get(c, offsetC, m * n);
  }

  @Override
  public String description() {
    return "OpenBLAS through JavaCPP";
  }

  @Override
  public void useThreads(int threads) {
    openblas_nolapack.blas_set_num_threads(threads);
  }

  private static final class Buffers {
    private NativeArray a = new NativeArray(1);
    private NativeArray b = new NativeArray(1);
    private NativeArray c = new NativeArray(1);
  }

  private static final class NativeArray {
    private final FloatPointer pointer;
    private final int capacity;

    NativeArray(int capacity) {
      this.pointer = new FloatPointer(capacity);
      this.capacity = capacity;
    }

    NativeArray atLeast(int size) {
      return size <= capacity ? this : new NativeArray(size);
    }

    NativeArray holding(float[] values, int offset, int length) {
      NativeArray array = atLeast(length);
      array.pointer.put(values, offset, length);
      return array;
    }
  }
}
