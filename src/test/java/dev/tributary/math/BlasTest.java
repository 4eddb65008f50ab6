package dev.tributary.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.math.Blas.Transpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every implementation against three nested loops in double. */
class BlasTest {
  private static final int[][] SIZES = {
    {1, 1, 1}, {1, 7, 3}, {5, 1, 9}, {3, 4, 1}, {17, 13, 29}, {33, 65, 31}, {64, 10, 100}
  };

  @ParameterizedTest
  @ValueSource(strings = {"netlib", "javacpp", "java"})
  void productsEqualThreeNestedLoops(String choice) {
    Blas blas = BlasChoice.choose(choice);
    for (int[] size : SIZES) {
      for (Transpose transposeA : Transpose.values()) {
        for (Transpose transposeB : Transpose.values()) {
          for (float beta : new float[] {0f, 1f, -0.5f}) {
            Product product = new Product(transposeA, transposeB, size, beta, 11);
            product.runOn(blas);
            product.check();
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"netlib", "javacpp", "java"})
  void betaZeroOverwritesWhateverWasThere(String choice) {
    Blas blas = BlasChoice.choose(choice);
    for (float rubbish : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      Product product = new Product(Transpose.NO, Transpose.YES, new int[] {9, 5, 7}, 0f, 3);
      Arrays.fill(product.c, product.offsetC, product.offsetC + product.m * product.n, rubbish);
      product.runOn(blas);
      product.check();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"netlib", "javacpp", "java"})
  void nanInAFactorReachesTheProduct(String choice) {
    Blas blas = BlasChoice.choose(choice);
    float[] c = new float[1];
    float[] ones = {1f, 1f};
    blas.multiply(
        Transpose.NO, Transpose.NO, 1, 1, 2, new float[] {0f, Float.NaN}, 0, ones, 0, 0f, c, 0);
    assertThat(c[0]).isNaN();
  }

  @ParameterizedTest
  @ValueSource(strings = {"netlib", "javacpp", "java"})
  void refusesMatricesThatDoNotFit(String choice) {
    Blas blas = BlasChoice.choose(choice);
    for (Transpose transposeA : Transpose.values()) {
      for (Transpose transposeB : Transpose.values()) {
        // A is [3, 4], B [4, 2], C [3, 2]; each in turn is one value short, or starts before 0.
        assertRefused(() -> multiply(blas, transposeA, transposeB, 11, 0, 8, 0, 6, 0));
        assertRefused(() -> multiply(blas, transposeA, transposeB, 12, 0, 7, 0, 6, 0));
        assertRefused(() -> multiply(blas, transposeA, transposeB, 12, 0, 8, 0, 5, 0));
        assertRefused(() -> multiply(blas, transposeA, transposeB, 12, 1, 8, 0, 6, 0));
        assertRefused(() -> multiply(blas, transposeA, transposeB, 12, 0, 8, 1, 6, 0));
        assertRefused(() -> multiply(blas, transposeA, transposeB, 12, 0, 8, 0, 6, 1));
        assertRefused(() -> multiply(blas, transposeA, transposeB, 12, -1, 8, 0, 6, 0));
        assertRefused(() -> multiply(blas, transposeA, transposeB, 12, 0, 8, -1, 6, 0));
        assertRefused(() -> multiply(blas, transposeA, transposeB, 12, 0, 8, 0, 6, -1));
        multiply(blas, transposeA, transposeB, 12, 0, 8, 0, 6, 0);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"netlib", "javacpp", "java"})
  void refusesSizesWhoseProductIsNoInt(String choice) {
    Blas blas = BlasChoice.choose(choice);
    // 65,536 · 65,536 is 0 as an int.
    int side = 1 << 16;
    float[] a = new float[side];
    assertRefused(
        () -> blas.multiply(Transpose.NO, Transpose.NO, side, 1, side, a, 0, a, 0, 0f, a, 0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"netlib", "javacpp", "java"})
  void servesTwoThreadsAtOnce(String choice) throws Exception {
    Blas blas = BlasChoice.choose(choice);
    CyclicBarrier start = new CyclicBarrier(2);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (int task = 0; task < 2; task++) {
        int seed = task;
        tasks.add(
            () -> {
              start.await();
              for (int i = 0; i < 200; i++) {
                int[] size = {31 + seed, 20 + i % 7, 40 - i % 5};
                Product product =
                    new Product(Transpose.NO, Transpose.YES, size, 0f, 1000 * seed + i);
                product.runOn(blas);
                product.check();
              }
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"netlib", "javacpp", "java"})
  void givesTheSameBitsEachTime(String choice) {
    Blas blas = BlasChoice.choose(choice);
    Product first = new Product(Transpose.YES, Transpose.NO, new int[] {50, 30, 128}, 0f, 5);
    Product again = new Product(Transpose.YES, Transpose.NO, new int[] {50, 30, 128}, 0f, 5);
    first.runOn(blas);
    again.runOn(blas);
    assertThat(again.c).isEqualTo(first.c);
  }

  @Test
  void namesWhatDoesTheWork() {
    assertThat(BlasChoice.choose("netlib").description()).isEqualTo("OpenBLAS through netlib");
    assertThat(BlasChoice.choose("javacpp").description()).isEqualTo("OpenBLAS through JavaCPP");
    assertThat(BlasChoice.choose("java").description()).isEqualTo("portable Java BLAS");
  }

  @Test
  void refusesAnUnknownChoice() {
    assertThatThrownBy(() -> BlasChoice.choose("cublas"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid system property tributary.blas: cublas (must be auto, netlib, javacpp or"
                + " java)");
  }

  private static void multiply(
      Blas blas,
      Transpose transposeA,
      Transpose transposeB,
      int lengthA,
      int offsetA,
      int lengthB,
      int offsetB,
      int lengthC,
      int offsetC) {
    float[] a = new float[lengthA];
    float[] b = new float[lengthB];
    float[] c = new float[lengthC];
    blas.multiply(transposeA, transposeB, 3, 2, 4, a, offsetA, b, offsetB, 0f, c, offsetC);
  }

  private static void assertRefused(Runnable call) {
    assertThatThrownBy(call::run).isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** Random matrices at random offsets, with what their product must be. */
  private static final class Product {
    private static final float GUARD = 12345f;

    private final Transpose transposeA;
    private final Transpose transposeB;
    private final int m;
    private final int n;
    private final int k;
    private final float beta;
    private final int offsetA;
    private final int offsetB;
    private final int offsetC;
    private final float[] a;
    private final float[] b;
    private final float[] c;
    private final double[] expected;

    Product(Transpose transposeA, Transpose transposeB, int[] size, float beta, long seed) {
      Random random = new Random(seed);
      this.transposeA = transposeA;
      this.transposeB = transposeB;
      this.m = size[0];
      this.n = size[1];
      this.k = size[2];
      this.beta = beta;
      this.offsetA = 1 + random.nextInt(5);
      this.offsetB = 1 + random.nextInt(5);
      this.offsetC = 1 + random.nextInt(5);
      this.a = filled(random, offsetA + m * k + 3);
      this.b = filled(random, offsetB + k * n + 3);
      this.c = filled(random, offsetC + m * n + 3);
      Arrays.fill(c, 0, offsetC, GUARD);
      Arrays.fill(c, offsetC + m * n, c.length, GUARD);
      this.expected = new double[m * n];
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          double sum = beta == 0 ? 0 : (double) beta * c[offsetC + i * n + j];
          for (int l = 0; l < k; l++) {
            float left =
                transposeA == Transpose.NO ? a[offsetA + i * k + l] : a[offsetA + l * m + i];
            float right =
                transposeB == Transpose.NO ? b[offsetB + l * n + j] : b[offsetB + j * k + l];
            sum += (double) left * right;
          }
          expected[i * n + j] = sum;
        }
      }
    }

    void runOn(Blas blas) {
      blas.multiply(transposeA, transposeB, m, n, k, a, offsetA, b, offsetB, beta, c, offsetC);
    }

    void check() {
      // Values are below 1: k + 1 roundings of sums below k + 1.
      double tolerance = (k + 1.0) * (k + 1.0) * 0x1p-24;
      for (int i = 0; i < m * n; i++) {
        assertThat((double) c[offsetC + i])
            .as("%s %s %dx%dx%d beta %s [%d]", transposeA, transposeB, m, n, k, beta, i)
            .isCloseTo(expected[i], within(tolerance));
      }
      assertThat(Arrays.copyOf(c, offsetC)).containsOnly(GUARD);
      assertThat(Arrays.copyOfRange(c, offsetC + m * n, c.length)).containsOnly(GUARD);
    }

    private static float[] filled(Random random, int length) {
      float[] values = new float[length];
      for (int i = 0; i < length; i++) {
        values[i] = 2 * random.nextFloat() - 1;
      }
      return values;
    }
  }
}
