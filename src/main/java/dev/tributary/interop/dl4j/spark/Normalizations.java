package dev.tributary.interop.dl4j.spark;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where running means and variances stand in a flat vector, and how those of several workers become
 * one: as moments of all their examples, {@code μ = Σ p μᵢ} and {@code σ² = Σ p (σᵢ² + (μᵢ - μ)²)}
 * with {@code p} the worker's share, not as the means of both.
 */
final class Normalizations {
  /** How a variance is written. */
  enum Form {
    VARIANCE,
    /** {@code log₁₀ σ}, Deeplearning4j's default. */
    LOG_DEVIATION
  }

  /** A layer's. */
  private record Moments(int means, int variances, int length, Form form) {}

  private final List<Moments> layers = new ArrayList<>();

  private Normalizations() {}

  /** Those of a network in its own vector of parameters. */
  static Normalizations of(Fitted network) {
    Normalizations found = new Normalizations();
    long start = network.model().params().offset();
    for (Layer layer : network.layers()) {
      if (layer.conf().getLayer() instanceof BatchNormalization normalization) {
        boolean log = normalization.isUseLogStd();
        INDArray means = layer.getParam(BatchNormalizationParamInitializer.GLOBAL_MEAN);
        INDArray variances =
            layer.getParam(
                log
                    ? BatchNormalizationParamInitializer.GLOBAL_LOG_STD
                    : BatchNormalizationParamInitializer.GLOBAL_VAR);
        found.layers.add(
            new Moments(
                Math.toIntExact(means.offset() - start),
                Math.toIntExact(variances.offset() - start),
                Math.toIntExact(means.length()),
                log ? Form.LOG_DEVIATION : Form.VARIANCE));
      }
    }
    return found;
  }

  /** Those of pairs of tensors in a vector of statistics, each mean before its variance. */
  static Normalizations ofPairs(List<int[]> places) {
    Normalizations found = new Normalizations();
    for (int i = 0; i + 1 < places.size(); i += 2) {
      int[] means = places.get(i);
      found.layers.add(new Moments(means[0], places.get(i + 1)[0], means[1], Form.VARIANCE));
    }
    return found;
  }

  /** Whether a place in the vector is one of them. */
  boolean contains(int place) {
    return layers.stream()
        .anyMatch(
            layer ->
                (place >= layer.means && place < layer.means + layer.length)
                    || (place >= layer.variances && place < layer.variances + layer.length));
  }

  /**
   * Writes the moments of all into their places.
   *
   * @param vectors of the workers
   * @param examples of each
   * @param into their average
   */
  void pool(List<float[]> vectors, long[] examples, float[] into) {
    for (Moments layer : layers) {
      if (vectors.size() == 1) { // its own, bit for bit
        System.arraycopy(vectors.get(0), layer.means, into, layer.means, layer.length);
        System.arraycopy(vectors.get(0), layer.variances, into, layer.variances, layer.length);
        continue;
      }
      for (int j = 0; j < layer.length; j++) {
        pool(layer, j, vectors, examples, into);
      }
    }
  }

  private static void pool(
      Moments layer, int unit, List<float[]> vectors, long[] examples, float[] into) {
    double count = 0;
    double mean = 0;
    double squares = 0;
    for (int i = 0; i < examples.length; i++) {
      double share = examples[i] / (count + examples[i]);
      double delta = vectors.get(i)[layer.means + unit] - mean;
      double variance = variance(layer.form, vectors.get(i)[layer.variances + unit]);
      mean += delta * share;
      squares += variance * examples[i] + delta * delta * count * share;
      count += examples[i];
    }
    into[layer.means + unit] = (float) mean;
    double pooled = squares / count;
    into[layer.variances + unit] =
        (float) (layer.form == Form.VARIANCE ? pooled : Math.log10(Math.sqrt(pooled)));
  }

  private static double variance(Form form, float written) {
    return form == Form.VARIANCE ? written : Math.pow(10, 2.0 * written);
  }
}
