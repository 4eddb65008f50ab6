package dev.tributary.nn.layer;

import dev.tributary.nn.Shape;

/** A layer that disturbs its input where layers are random, and does nothing in inference. */
interface Noise extends LayerSpec {
  @Override
  default Shape outputShape(Shape input) {
    return input;
  }

  @Override
  default boolean isTransparent() {
    return true;
  }

  @Override
  default boolean isIdentityInInference() {
    return true;
  }
}
