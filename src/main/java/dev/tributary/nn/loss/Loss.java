package dev.tributary.nn.loss;

import dev.tributary.nn.Minibatch;
import dev.tributary.nn.TargetKind;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;

/**
 * What training makes small: a number for each row, of which the mean is taken here.
 *
 * <p>In training the examples' weights count, {@code L = Σᵢ wᵢ Lᵢ / rows} (not divided by {@code Σ
 * wᵢ}: an example's pull doesn't depend on who shares its minibatch), and so does what a loss does
 * in training only, such as label smoothing. A {@link #mean} is plain: no weights, no smoothing.
 */
public interface Loss extends Serializable {
  /** The name that a job file uses. */
  String name();

  /** Its settings by key, all of them, as a job file gives them. */
  default Map<String, Object> settings() {
    return Map.of();
  }

  /**
   * What it compares the outputs with: {@link TargetKind#CLASS_INDEX}, or {@link TargetKind#VALUES}
   * for numbers, wherever these come from.
   */
  TargetKind targets();

  /**
   * The activation that the network must end with, and that the loss applies itself: {@code
   * outputs} below are then the inputs of that activation. Empty: any, and the loss takes its
   * outputs.
   */
  Optional<String> outputActivation();

  /**
   * The plain loss of one row.
   *
   * @param outputs {@code [rows, width]}
   */
  double rowLoss(float[] outputs, Minibatch batch, int row, int width);

  /**
   * The loss of one row in training, and {@code share} times its gradient by the outputs.
   *
   * @param outputs {@code [rows, width]}, read only
   * @param share the row's part in the mean
   * @param gradient {@code [rows, width]}, of which the row is written
   * @return the row's loss, not multiplied by {@code share}
   */
  double rowGradient(
      float[] outputs, Minibatch batch, int row, int width, double share, float[] gradient);

  /**
   * The plain mean loss over the minibatch's rows: what an evaluation measures.
   *
   * @param outputs {@code [rows, width]}
   */
  default double mean(float[] outputs, Minibatch batch, int width) {
    double sum = 0;
    for (int row = 0; row < batch.rows; row++) {
      sum += rowLoss(outputs, batch, row, width);
    }
    return sum / batch.rows;
  }

  /**
   * The weighted mean loss that training makes small, and its gradient by the outputs.
   *
   * @param outputs {@code [rows, width]}, read only
   * @param gradient {@code [rows, width]}, written
   */
  default double gradient(float[] outputs, Minibatch batch, int width, float[] gradient) {
    boolean weighted = batch.weights.length > 0;
    double sum = 0;
    for (int row = 0; row < batch.rows; row++) {
      double weight = weighted ? batch.weights[row] : 1;
      sum += weight * rowGradient(outputs, batch, row, width, weight / batch.rows, gradient);
    }
    return sum / batch.rows;
  }
}
