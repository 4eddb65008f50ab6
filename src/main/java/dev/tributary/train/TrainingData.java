package dev.tributary.train;

import dev.tributary.data.ShardSet;
import java.util.List;

/**
 * What a network is trained and judged on.
 *
 * @param train the training rows
 * @param validation rows to judge each epoch by; may be empty
 */
public record TrainingData(ShardSet train, ShardSet validation) {
  /** Nothing to judge by. */
  public TrainingData(ShardSet train) {
    this(train, new ShardSet(train.rdd(), List.of(), List.of()));
  }
}
