package dev.tributary.train;

import dev.tributary.nn.GradientEngine;
import dev.tributary.nn.TargetKind;

/**
 * A network that is to be trained.
 *
 * @param network in the shape of the data
 * @param targets what the data gives the loss to compare the outputs with
 * @param reused its layers that were trained before
 */
public record StartingNetwork(GradientEngine network, TargetKind targets, ReusedLayers reused) {
  /** All layers are new. */
  public StartingNetwork(GradientEngine network, TargetKind targets) {
    this(network, targets, ReusedLayers.none());
  }
}
