package dev.tributary.train;

import dev.tributary.math.Rows;
import dev.tributary.model.ClassificationMetrics;
import dev.tributary.model.Evaluation;
import dev.tributary.model.RegressionMetrics;
import dev.tributary.nn.Minibatch;
import dev.tributary.nn.TargetKind;
import java.io.Serializable;

/**
 * Sums over examples from which all metrics follow: they travel and add up, means are taken once.
 *
 * <p>Classes come from the largest output, or, with {@code binary_crossentropy}, from each output's
 * side of 0.5 (several outputs count as that many decisions).
 */
final class EvaluationSums implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How outputs are judged. */
  enum Kind {
    CLASSES,
    DECISIONS,
    VALUES
  }

  private final Kind kind;
  private final int width;
  private final long[][] confusion;
  private final double[] targetMean;
  private final double[] targetSpread;
  private double squaredError;
  private double absoluteError;
  private double lossSum;
  private long examples;

  EvaluationSums(Kind kind, int width) {
    this.kind = kind;
    this.width = width;
    int classes =
        switch (kind) {
          case CLASSES -> width;
          case DECISIONS -> 2;
          case VALUES -> 0;
        };
    this.confusion = new long[classes][classes];
    this.targetMean = new double[kind == Kind.VALUES ? width : 0];
    this.targetSpread = new double[targetMean.length];
  }

  /** How a loss's outputs are judged; reconstructions are values whatever the loss. */
  static Kind kind(String loss, TargetKind targets) {
    if (targets == TargetKind.FEATURES) {
      return Kind.VALUES;
    }
    return switch (loss) {
      case "sparse_categorical_crossentropy", "categorical_crossentropy" -> Kind.CLASSES;
      case "binary_crossentropy" -> Kind.DECISIONS;
      default -> Kind.VALUES;
    };
  }

  /** Adds a minibatch with its mean loss and its outputs, {@code [rows, width]}. */
  void add(Minibatch batch, double meanLoss, float[] outputs) {
    lossSum += meanLoss * batch.rows;
    for (int row = 0; row < batch.rows; row++) {
      examples++;
      switch (kind) {
        case CLASSES -> confusion[target(batch, row)][Rows.largest(outputs, row * width, width)]++;
        case DECISIONS -> addDecisions(batch, outputs, row);
        case VALUES -> addValues(batch, outputs, row);
      }
    }
  }

  /** Adds the sums of other examples; target spreads are merged as Chan et al. (1979) do. */
  void add(EvaluationSums other) {
    for (int i = 0; i < confusion.length; i++) {
      for (int j = 0; j < confusion.length; j++) {
        confusion[i][j] += other.confusion[i][j];
      }
    }
    long total = examples + other.examples;
    for (int j = 0; j < targetMean.length && total > 0; j++) {
      double distance = other.targetMean[j] - targetMean[j];
      double share = (double) other.examples / total;
      targetSpread[j] += other.targetSpread[j] + distance * distance * examples * share;
      targetMean[j] += distance * share;
    }
    squaredError += other.squaredError;
    absoluteError += other.absoluteError;
    lossSum += other.lossSum;
    examples = total;
  }

  /** What the sums say; the loss is not a number where there are no examples. */
  Evaluation evaluation() {
    double loss = lossSum / examples;
    if (kind != Kind.VALUES) {
      return new Evaluation(loss, new ClassificationMetrics(confusion));
    }
    double spread = 0;
    for (double each : targetSpread) {
      spread += each;
    }
    return new Evaluation(
        loss, new RegressionMetrics(examples, width, squaredError, absoluteError, spread));
  }

  private int target(Minibatch batch, int row) {
    return batch.classes.length > 0
        ? batch.classes[row]
        : Rows.largest(batch.values, row * width, width);
  }

  private void addDecisions(Minibatch batch, float[] outputs, int row) {
    for (int i = row * width; i < (row + 1) * width; i++) {
      confusion[batch.values[i] > 0.5f ? 1 : 0][outputs[i] > 0.5f ? 1 : 0]++;
    }
  }

  private void addValues(Minibatch batch, float[] outputs, int row) {
    for (int j = 0; j < width; j++) {
      double target = batch.values[row * width + j];
      double error = outputs[row * width + j] - target;
      squaredError += error * error;
      absoluteError += Math.abs(error);
      double before = target - targetMean[j];
      targetMean[j] += before / examples;
      targetSpread[j] += before * (target - targetMean[j]);
    }
  }
}
