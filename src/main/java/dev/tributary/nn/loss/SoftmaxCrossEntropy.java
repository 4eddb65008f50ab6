package dev.tributary.nn.loss;

import dev.tributary.math.Elementary;

/** {@code -log softmax(z)} and its parts for one row of logits, without overflow. */
final class SoftmaxCrossEntropy {
  private SoftmaxCrossEntropy() {}

  /** {@code log Σⱼ e^zⱼ} over {@code z[from .. to)}. */
  static double logSum(float[] z, int from, int to) {
    float max = max(z, from, to);
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += Elementary.exp(z[i] - max);
    }
    return max + Math.log(sum);
  }

  /** Writes {@code share · softmax(z)} and returns {@code log Σⱼ e^zⱼ}. */
  static double softmax(float[] z, int from, int to, float share, float[] result) {
    float max = max(z, from, to);
    float sum = 0f;
    for (int i = from; i < to; i++) {
      result[i] = Elementary.exp(z[i] - max);
      sum += result[i];
    }
    float factor = share / sum;
    for (int i = from; i < to; i++) {
      result[i] *= factor;
    }
    return max + Math.log(sum);
  }

  private static float max(float[] z, int from, int to) {
    float max = z[from];
    for (int i = from + 1; i < to; i++) {
      max = Math.max(max, z[i]);
    }
    return max;
  }
}
