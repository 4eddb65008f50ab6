package dev.tributary.nn.layer;

import dev.tributary.nn.GradientEngine;
import dev.tributary.nn.NetworkLayout;
import java.util.Set;

/**
 * Stands for a whole network of another library's, loss included, where a job's network has its
 * layers.
 */
public interface WholeNetwork extends LayerSpec {
  /**
   * What computes it.
   *
   * @param layout the network, this its only layer
   */
  GradientEngine engine(NetworkLayout layout, int capacity, Set<String> frozen);

  @Override
  default Layer build(LayerPlan plan) {
    throw new IllegalArgumentException("a whole network can't be a layer among others");
  }
}
