package dev.tributary.ml;

import java.util.Optional;
import org.apache.spark.ml.linalg.Vectors;

/**
 * A classifier's columns, as many of them as are asked for: the raw prediction, the probabilities,
 * the class.
 */
final class ClassColumns implements ResultColumns {
  private static final long serialVersionUID = 1L;

  private final ClassOutputs outputs;
  private final boolean raw;
  private final boolean probability;
  private final boolean prediction;
  private final double[] thresholds;

  ClassColumns(
      ClassOutputs outputs,
      String rawCol,
      String probabilityCol,
      String predictionCol,
      Optional<double[]> thresholds) {
    this.outputs = outputs;
    this.raw = !rawCol.isEmpty();
    this.probability = !probabilityCol.isEmpty();
    this.prediction = !predictionCol.isEmpty();
    this.thresholds = thresholds.orElseGet(() -> new double[0]);
  }

  @Override
  public int count() {
    return (raw ? 1 : 0) + (probability ? 1 : 0) + (prediction ? 1 : 0);
  }

  @Override
  public void write(float[] all, float[] inputs, int row, Object[] columns, int at) {
    double[] probabilities = outputs.probability(all, row);
    int next = at;
    if (raw) {
      columns[next++] = Vectors.dense(outputs.raw(all, row));
    }
    if (probability) {
      columns[next++] = Vectors.dense(probabilities);
    }
    if (prediction) {
      columns[next] = (double) decide(probabilities);
    }
  }

  /**
   * The class whose probability is largest, or is the largest multiple of its threshold, the first
   * of equal ones, as Spark decides. A class with the threshold 0 is always taken, unless its
   * probability is 0.
   */
  private int decide(double[] probabilities) {
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < probabilities.length; i++) {
      double scaled = thresholds.length == 0 ? probabilities[i] : probabilities[i] / thresholds[i];
      if (scaled > most) {
        most = scaled;
        best = i;
      }
    }
    return best;
  }
}
