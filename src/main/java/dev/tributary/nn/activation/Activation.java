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
   * @param output as {@link #forward} wrote it
   * @param gradient by the output on entry, by the input on return
   */
  void backward(float[] input, float[] output, float[] gradient, int rows, int width);
}
