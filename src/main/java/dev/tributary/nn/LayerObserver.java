package dev.tributary.nn;

/**
 * Looks on while {@link Network#observe} goes up and down the layers; what it is given may be read
 * only.
 */
public interface LayerObserver {
  /**
   * A layer has run.
   *
   * @param layer its place from the bottom, from 0
   * @param output {@code [rows, outputs]}, row-major; stays as it is until the backward pass
   */
  void output(int layer, float[] output, int rows);

  /**
   * The gradient has come down to a layer's output. It comes neither to layers below the lowest
   * trainable one nor to an output activation that the loss applies itself.
   *
   * @param layer its place from the bottom, from 0
   * @param gradient of the minibatch's mean loss by the output, {@code [rows, outputs]}
   */
  void outputGradient(int layer, float[] gradient, int rows);
}
