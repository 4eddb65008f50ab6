package dev.tributary.nn.layer;

/**
 * A layer at work. Buffers belong to the layer and are written again at each call, so a layer
 * serves one thread.
 */
public interface Layer {
  /**
   * Computes the outputs.
   *
   * @param input {@code [rows, inputs]}; it must stay as it is until {@link #backward} returns
   * @return {@code [rows, outputs]}, valid until the next call
   */
  float[] forward(Step step, float[] input);

  /**
   * Adds nothing, overwrites its own slices of {@link Step#gradient} unless it is frozen, and
   * passes the gradient down.
   *
   * @param gradient the loss's gradient by the outputs, {@code [rows, outputs]}; may be overwritten
   * @return the gradient by the inputs, {@code [rows, inputs]}; unspecified where the plan said
   *     that nobody needs it
   */
  float[] backward(Step step, float[] gradient);
}
