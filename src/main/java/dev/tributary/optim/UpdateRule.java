package dev.tributary.optim;

import java.io.Serializable;

/**
 * What a minibatch's gradient does to the weights, whatever the network.
 *
 * @param optimizer changes the weights
 * @param clipping keeps gradients small
 * @param regularization keeps kernels small
 * @param constraint what kernels satisfy after each step
 */
public record UpdateRule(
    Optimizer optimizer,
    GradientClipping clipping,
    Regularization regularization,
    Constraint constraint)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A rule with neither regularization nor constraint. */
  public static UpdateRule of(Optimizer optimizer, GradientClipping clipping) {
    return new UpdateRule(optimizer, clipping, Regularization.NONE, new Constraint.None());
  }
}
