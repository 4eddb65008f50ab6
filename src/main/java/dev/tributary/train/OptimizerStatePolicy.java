package dev.tributary.train;

/** What becomes of the optimizer's state between rounds. */
public enum OptimizerStatePolicy {
  /** Averaged as the weights are: one worker then trains as a single machine does, bit for bit. */
  AVERAGE,
  /** Every round starts with fresh state, and with Adam's bias correction anew. */
  RESET
}
