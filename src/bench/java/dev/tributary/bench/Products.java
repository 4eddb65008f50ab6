package dev.tributary.bench;

import dev.tributary.math.Blas;
import dev.tributary.math.Blas.Transpose;
import dev.tributary.math.RandomStream;
import java.util.Arrays;

/**
 * A step's matrix products and nothing else: three for each layer with weights, two for the first.
 * No step can be faster than they are.
 */
final class Products {
  private final Blas blas = Blas.fastest();
  private final int rows;
  private final int[] widths;
  private final float[][] values;
  private final float[][] gradients;
  private final float[][] kernels;
  private final float[][] kernelGradients;

  Products(Topology topology, int rows) {
    this.rows = rows;
    widths = topology.widths().stream().mapToInt(Integer::intValue).toArray();
    RandomStream random = new RandomStream(2);
    values = new float[widths.length][];
    gradients = new float[widths.length][];
    kernels = new float[topology.depth()][];
    kernelGradients = new float[topology.depth()][];
    Arrays.setAll(values, i -> filled(rows * widths[i], random));
    Arrays.setAll(gradients, i -> filled(rows * widths[i], random));
    Arrays.setAll(kernels, i -> filled(widths[i] * widths[i + 1], random));
    Arrays.setAll(kernelGradients, i -> new float[kernels[i].length]);
  }

  void compute() {
    for (int i = 0; i < kernels.length; i++) {
      multiply(Transpose.NO, Transpose.NO, rows, i + 1, i, values[i], kernels[i], values[i + 1]);
    }
    for (int i = kernels.length - 1; i >= 0; i--) {
      blas.multiply(
          Transpose.YES,
          Transpose.NO,
          widths[i],
          widths[i + 1],
          rows,
          values[i],
          0,
          gradients[i + 1],
          0,
          0f,
          kernelGradients[i],
          0);
      if (i > 0) {
        multiply(
            Transpose.NO,
            Transpose.YES,
            rows,
            i,
            i + 1,
            gradients[i + 1],
            kernels[i],
            gradients[i]);
      }
    }
  }

  private void multiply(
      Transpose a, Transpose b, int m, int to, int from, float[] x, float[] y, float[] product) {
    blas.multiply(a, b, m, widths[to], widths[from], x, 0, y, 0, 0f, product, 0);
  }

  private static float[] filled(int size, RandomStream random) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (random.nextFloat() - 0.5f) * 0.1f;
    }
    return values;
  }
}
