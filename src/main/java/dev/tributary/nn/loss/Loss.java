package dev.tributary.nn.loss;

import dev.tributary.nn.Minibatch;
import dev.tributary.nn.TargetKind;
import java.io.Serializable;
import java.util.Optional;

/** What training makes small. */
public interface Loss extends Serializable {
  /** The name that a job file uses. */
  String name();

  /** What it compares the outputs with. */
  TargetKind targets();

  /**
   * The activation that the network must end with, and that the loss applies itself: {@code
   * outputs} below are then the inputs of that activation. Empty: any, and the loss takes its
   * outputs.
   */
  Optional<String> outputActivation();

  /**
   * The mean loss over the minibatch's rows.
   *
   * @param outputs {@code [rows, width]}
   */
  double mean(float[] outputs, Minibatch batch, int width);

  /**
   * The mean loss, and its gradient by the outputs.
   *
   * @param outputs {@code [rows, width]}, read only
   * @param gradient {@code [rows, width]}, written
   */
  double gradient(float[] outputs, Minibatch batch, int width, float[] gradient);
}
