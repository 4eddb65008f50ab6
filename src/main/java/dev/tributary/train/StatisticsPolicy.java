package dev.tributary.train;

/** What a trained model's batch normalizations use in inference. */
public enum StatisticsPolicy {
  /** The moving statistics, as training left them. */
  MOVING,
  /**
   * Those of the final weights, computed in a pass over the training data: {@link NewStatistics}.
   */
  RECOMPUTED
}
