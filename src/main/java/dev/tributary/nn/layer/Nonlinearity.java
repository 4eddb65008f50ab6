package dev.tributary.nn.layer;

import dev.tributary.nn.initializer.Initializer;

/**
 * A layer that job files name where they take an activation: a fixed function, or one that learns
 * or draws its slope.
 */
public interface Nonlinearity extends LayerSpec {
  /** The name that {@code activation = } and {@code function = } give it. */
  String functionName();

  /** What a layer in front of it starts with unless the job says otherwise. */
  Initializer defaultInitializer();
}
