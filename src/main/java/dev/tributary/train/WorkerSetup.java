package dev.tributary.train;

import dev.tributary.optim.GradientClipping;
import dev.tributary.optim.LearningRateSchedule;
import dev.tributary.optim.Optimizer;
import java.io.Serializable;

/**
 * What stays the same for a worker over the whole run.
 *
 * @param network what it trains
 * @param optimizer changes the weights
 * @param schedule at which rate
 * @param clipping keeps gradients small
 * @param seed of the run
 */
record WorkerSetup(
    NetworkSetup network,
    Optimizer optimizer,
    LearningRateSchedule schedule,
    GradientClipping clipping,
    long seed)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The same at other rates. */
  WorkerSetup at(LearningRateSchedule other) {
    return new WorkerSetup(network, optimizer, other, clipping, seed);
  }
}
