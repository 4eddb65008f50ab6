package dev.tributary.train;

import dev.tributary.data.ShardSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * One epoch's rounds, each dealt when it is asked for, because its length may depend on how far
 * training is.
 *
 * <p>Each worker takes the next shard when its last is used up, and in every round a segment of it.
 * What is dealt follows from the order of the shards and the lengths asked for, and nothing else.
 */
final class Deal {
  private static final int NONE = -1;

  private final ShardSet shards;
  private final Deque<Integer> waiting;
  private final int batchSize;
  private final int epoch;
  private final int[] current;
  private final int[] position;
  private long rounds;

  /**
   * @param waiting the shards to deal, in order, as places in {@code shards}; used up
   * @param rounds how many the run has had
   */
  Deal(
      ShardSet shards, Deque<Integer> waiting, int workers, int batchSize, int epoch, long rounds) {
    this.shards = shards;
    this.waiting = waiting;
    this.batchSize = batchSize;
    this.epoch = epoch;
    this.current = new int[workers];
    this.position = new int[workers];
    this.rounds = rounds;
    Arrays.fill(current, NONE);
  }

  /** Whether any example is left. */
  boolean hasNext() {
    return !waiting.isEmpty() || Arrays.stream(current).anyMatch(shard -> shard != NONE);
  }

  /**
   * The next round: at most {@code every × batchSize} examples for each worker.
   *
   * @param every the most local steps, at least 1
   */
  Round next(int every) {
    int segmentSize = (int) Math.min(Integer.MAX_VALUE, (long) batchSize * every);
    List<Segment> segments = new ArrayList<>();
    for (int worker = 0; worker < current.length; worker++) {
      if (current[worker] == NONE && !waiting.isEmpty()) {
        current[worker] = waiting.remove();
        position[worker] = 0;
      }
      if (current[worker] != NONE) {
        segments.add(segment(worker, segmentSize));
      }
    }
    rounds++;
    return new Round(epoch, rounds, segments);
  }

  private Segment segment(int worker, int size) {
    int shard = current[worker];
    int rows = shards.rows().get(shard);
    int from = position[worker];
    int to = (int) Math.min(rows, (long) from + size);
    position[worker] = to;
    if (to == rows) {
      current[worker] = NONE;
    }
    return new Segment(worker, shards.partitions().get(shard), from, to);
  }
}
