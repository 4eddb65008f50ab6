package dev.tributary.nn.layer;

import dev.tributary.nn.initializer.Initializer;

/** A layer whose kernel starts as the next activation calls for, unless the job names how. */
public interface Initialized extends LayerSpec {
  /** How the kernel starts. */
  Initializer initializer();

  /** This layer with its initializer settled. */
  LayerSpec initializedBy(Initializer chosen);
}
