package dev.tributary.nn;

/** Computes a network's outputs and gradients; serves one thread. */
public interface GradientEngine {
  /**
   * The mean loss of a minibatch and its gradient by the parameters.
   *
   * @param weights the parameters, read only
   * @param statistics the moving statistics, moved by this minibatch
   * @param gradient overwritten
   * @param seed decides everything random in this step
   * @return the mean loss over the minibatch's rows
   * @throws IllegalArgumentException if the minibatch has no rows, or more than the buffers hold
   */
  double gradient(
      Minibatch batch, float[] weights, float[] statistics, float[] gradient, long seed);

  /**
   * The mean loss and the outputs of a minibatch in inference.
   *
   * @param outputs {@code [rows, outputs]}, written
   * @return the mean loss over the minibatch's rows
   * @throws IllegalArgumentException as {@link #gradient}
   */
  double loss(Minibatch batch, float[] weights, float[] statistics, float[] outputs);

  /**
   * The network's outputs in inference.
   *
   * @param features {@code [rows, inputs]}
   * @return {@code [rows, outputs]}, valid until the next call; only the first rows count
   * @throws IllegalArgumentException as {@link #gradient}
   */
  float[] outputs(float[] features, int rows, float[] weights, float[] statistics);
}
