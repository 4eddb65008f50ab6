package dev.tributary.nn;

import java.util.List;
import java.util.Set;

/** Computes a network's outputs and gradients; serves one thread. */
public interface GradientEngine {
  /** What it computes, and where the parameters lie. */
  NetworkLayout layout();

  /** The most rows of a minibatch. */
  int capacity();

  /** The names of the layers that keep their weights. */
  Set<String> frozen();

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
   * As {@link #gradient}, and tells of each layer what it gave and what gradient came back to it.
   *
   * @param observer is told of every layer, upwards; then of the gradient, downwards, as far as the
   *     engine knows it
   */
  double observe(
      Minibatch batch,
      float[] weights,
      float[] statistics,
      float[] gradient,
      long seed,
      LayerObserver observer);

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

  /**
   * The network's outputs with its random layers random and the rest as in inference: one pass of
   * Monte Carlo dropout (Gal and Ghahramani, 2016).
   *
   * @param features {@code [rows, inputs]}
   * @param seed decides everything random in this pass
   * @return {@code [rows, outputs]}, valid until the next call; only the first rows count
   * @throws IllegalArgumentException as {@link #gradient}
   */
  float[] sample(float[] features, int rows, float[] weights, float[] statistics, long seed);

  /**
   * The moments that the network's normalizations see in this minibatch, with nothing random: each
   * mean and biased variance, to be pooled by the caller.
   *
   * @param features {@code [rows, inputs]}
   * @param moments laid out as {@link #statistics}; written, but for frozen layers, which find
   *     their moving statistics there and leave them
   * @throws IllegalArgumentException as {@link #gradient}
   */
  void measure(float[] features, int rows, float[] weights, float[] moments);

  /** The description of what it computes. */
  default NetworkSpec spec() {
    return layout().spec();
  }

  /** The shape of an example. */
  default Shape input() {
    return layout().input();
  }

  /** The shapes behind each layer. */
  default List<Shape> shapes() {
    return layout().shapes();
  }

  /** The number of outputs of an example. */
  default int width() {
    return layout().width();
  }

  /** Where the trainable parameters lie. */
  default ParameterLayout parameters() {
    return layout().parameters();
  }

  /** Where the moving statistics lie. */
  default ParameterLayout statistics() {
    return layout().statistics();
  }
}
