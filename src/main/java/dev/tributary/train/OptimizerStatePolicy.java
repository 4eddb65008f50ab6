package dev.tributary.train;

import dev.tributary.optim.Optimizer;

/** What becomes of the optimizer's state between rounds. */
public enum OptimizerStatePolicy {
  /** Averaged as the weights are: one worker then trains as a single machine does, bit for bit. */
  AVERAGE,
  /** Every round starts with fresh state, and with Adam's bias correction anew. */
  RESET;

  /** How many of an optimizer's states go from round to round, and so travel. */
  int kept(Optimizer optimizer) {
    return switch (this) {
      case AVERAGE -> optimizer.state().size();
      case RESET -> 0;
    };
  }
}
