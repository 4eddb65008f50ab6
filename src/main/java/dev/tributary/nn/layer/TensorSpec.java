package dev.tributary.nn.layer;

import dev.tributary.nn.Shape;
import dev.tributary.nn.initializer.Constant;
import dev.tributary.nn.initializer.Initializer;

/**
 * One array of a layer's parameters or statistics.
 *
 * @param name such as {@code kernel}
 * @param shape its shape, row-major
 * @param initializer how it starts
 * @param fanIn inputs that one unit sums; what the initializer needs
 * @param fanOut units that one input feeds
 */
public record TensorSpec(String name, Shape shape, Initializer initializer, int fanIn, int fanOut) {
  /**
   * Whether these are weights that units sum their inputs with, and not biases, scales, offsets or
   * slopes: what penalties and constraints mean unless they say otherwise.
   */
  public boolean isKernel() {
    return shape.rank() >= 2;
  }

  /** A vector that starts with the same value everywhere. */
  public static TensorSpec vector(String name, int length, Constant start) {
    return new TensorSpec(name, Shape.of(length), start, 1, 1);
  }
}
