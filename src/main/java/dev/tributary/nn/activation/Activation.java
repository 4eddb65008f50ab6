package dev.tributary.nn.activation;

import dev.tributary.nn.initializer.Initializer;
import dev.tributary.nn.initializer.Initializers;
import java.io.Serializable;
import java.util.Map;

/** A function without trainable parameters, applied to each value, or to each row. */
public interface Activation extends Serializable {
  /** The name that a job file uses, such as {@code leaky_relu}. */
  String name();

  /** Its settings by key, as a job file gives them; the name isn't among them. */
  default Map<String, Object> settings() {
    return Map.of();
  }

  /** What a layer in front of this activation starts with unless the job says otherwise. */
  default Initializer defaultInitializer() {
    return Initializers.GLOROT_UNIFORM;
  }

  /**
   * Whether the slope goes to 0 at both ends, so that a unit far out on either side hardly learns:
   * sigmoid, tanh and the like.
   */
  default boolean saturates() {
    return Probe.isFlatAtBothEnds(this);
  }

  /**
   * Whether the slope is exactly 0 for all negative inputs, so that a unit below 0 for every
   * example learns nothing any more: ReLU and those with its left side.
   */
  default boolean canDie() {
    return Probe.isFlatBelowZero(this);
  }

  /**
   * {@code output = f(input)}, both {@code [rows, width]}.
   *
   * @param input read only
   * @param output written; a different array
   */
  void forward(float[] input, float[] output, int rows, int width);

  /**
   * Turns the loss's gradient by the output into the one by the input, in place.
   *
   * @param input as given to {@link #forward}, {@code [rows, width]}
   * @param output as {@link #forward} wrote it; may be overwritten, as nobody needs it any more
   * @param gradient by the output on entry, by the input on return
   */
  void backward(float[] input, float[] output, float[] gradient, int rows, int width);
}
