package dev.tributary.optim;

import java.io.Serializable;

/**
 * What a minibatch's gradient does to the weights, whatever the network.
 *
 * @param optimizer changes the weights
 * @param clipping keeps gradients small
 */
public record UpdateRule(Optimizer optimizer, GradientClipping clipping) implements Serializable {
  private static final long serialVersionUID = 1L;
}
