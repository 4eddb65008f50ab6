package dev.tributary.interop.dl4j;

import java.util.Arrays;

/**
 * The layers' formulas, one example at a time, in double and in plain loops. Channels come last.
 */
final class ReferenceLayers {
  private ReferenceLayers() {}

  /** {@code y[p, f] = b[f] + Σ x[s·p + d - pad, c]·K[d, c, f]}. */
  static double[] convolution(
      double[] x,
      int[] in,
      int[] out,
      int[] size,
      int[] stride,
      int[] pad,
      double[] k,
      double[] b) {
    int channels = in[2];
    int filters = out[2];
    double[] y = new double[out[0] * out[1] * filters];
    for (int i = 0; i < out[0]; i++) {
      for (int j = 0; j < out[1]; j++) {
        for (int f = 0; f < filters; f++) {
          double sum = b[f];
          for (int di = 0; di < size[0]; di++) {
            for (int dj = 0; dj < size[1]; dj++) {
              int row = i * stride[0] + di - pad[0];
              int column = j * stride[1] + dj - pad[1];
              if (row >= 0 && row < in[0] && column >= 0 && column < in[1]) {
                for (int c = 0; c < channels; c++) {
                  sum +=
                      x[(row * in[1] + column) * channels + c]
                          * k[((di * size[1] + dj) * channels + c) * filters + f];
                }
              }
            }
          }
          y[(i * out[1] + j) * filters + f] = sum;
        }
      }
    }
    return y;
  }

  /** The largest value, or the mean of those that there are. */
  static double[] pooling(
      boolean max, double[] x, int[] in, int[] out, int[] size, int[] stride, int[] pad) {
    int channels = in[2];
    double[] y = new double[out[0] * out[1] * channels];
    for (int i = 0; i < out[0]; i++) {
      for (int j = 0; j < out[1]; j++) {
        for (int c = 0; c < channels; c++) {
          double best = Double.NEGATIVE_INFINITY;
          double sum = 0;
          int count = 0;
          for (int row = i * stride[0] - pad[0]; row < i * stride[0] - pad[0] + size[0]; row++) {
            for (int column = j * stride[1] - pad[1];
                column < j * stride[1] - pad[1] + size[1];
                column++) {
              if (row >= 0 && row < in[0] && column >= 0 && column < in[1]) {
                double value = x[(row * in[1] + column) * channels + c];
                best = Math.max(best, value);
                sum += value;
                count++;
              }
            }
          }
          y[(i * out[1] + j) * channels + c] = max ? best : sum / count;
        }
      }
    }
    return y;
  }

  /** The zeros before the first value where the padding is the same: half, rounded down. */
  static int before(int in, int out, int size, int stride) {
    return Math.max(0, (out - 1) * stride + size - in) / 2;
  }

  /**
   * Kernel {@code [features, 4·units]}, recurrent kernel {@code [units, 4·units]}, bias: i f g o.
   */
  static double[] lstm(double[] x, int steps, int features, int units, double[] w) {
    double[] h = new double[units];
    double[] c = new double[units];
    double[] all = new double[steps * units];
    for (int t = 0; t < steps; t++) {
      double[] z = sums(x, t, features, units, 4, h, w);
      for (int u = 0; u < units; u++) {
        double in = sigmoid(z[u]);
        double forget = sigmoid(z[units + u]);
        double candidate = Math.tanh(z[2 * units + u]);
        double out = sigmoid(z[3 * units + u]);
        c[u] = forget * c[u] + in * candidate;
        all[t * units + u] = out * Math.tanh(c[u]);
      }
      h = Arrays.copyOfRange(all, t * units, (t + 1) * units);
    }
    return all;
  }

  /** {@code h ← tanh(x·K + h·R + b)}. */
  static double[] simpleRnn(double[] x, int steps, int features, int units, double[] w) {
    double[] h = new double[units];
    double[] all = new double[steps * units];
    for (int t = 0; t < steps; t++) {
      double[] z = sums(x, t, features, units, 1, h, w);
      for (int u = 0; u < units; u++) {
        all[t * units + u] = Math.tanh(z[u]);
      }
      h = Arrays.copyOfRange(all, t * units, (t + 1) * units);
    }
    return all;
  }

  private static double[] sums(
      double[] x, int step, int features, int units, int gates, double[] h, double[] w) {
    int width = gates * units;
    double[] z = Arrays.copyOfRange(w, (features + units) * width, (features + units + 1) * width);
    for (int j = 0; j < width; j++) {
      for (int i = 0; i < features; i++) {
        z[j] += x[step * features + i] * w[i * width + j];
      }
      for (int i = 0; i < units; i++) {
        z[j] += h[i] * w[(features + i) * width + j];
      }
    }
    return z;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }
}
