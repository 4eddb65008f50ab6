package dev.tributary.train;

import java.io.Serializable;

/**
 * What one worker trains on in one round: some examples of one shard, in that epoch's order.
 *
 * @param worker which worker, from 0
 * @param partition the shard's partition
 * @param from the first example
 * @param to behind the last one
 */
record Segment(int worker, int partition, int from, int to) implements Serializable {
  private static final long serialVersionUID = 1L;

  int examples() {
    return to - from;
  }

  /** Minibatches of at most {@code batchSize} examples, as equal as they can be. */
  int minibatches(int batchSize) {
    return (examples() + batchSize - 1) / batchSize;
  }

  /** Where minibatch {@code i} of {@code minibatches} starts; its end is the next one's start. */
  int start(int i, int minibatches) {
    return from + (int) ((long) examples() * i / minibatches);
  }
}
