package dev.tributary.train;

import dev.tributary.data.ShardSet;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;

/**
 * One epoch's rounds, each dealt when it is asked for, because its length and the number of workers
 * may depend on how far training is.
 *
 * <p>Each worker takes the next shard when its last is used up, and in every round a segment of it.
 * What a worker leaves that is there no more is the next to be taken. What is dealt follows from
 * the order of the shards, the lengths and the numbers of workers asked for, and nothing else.
 */
final class Deal {
  private final ShardSet shards;
  private final Deque<Part> waiting;
  private final int batchSize;
  private final int epoch;

  /** What each worker is on; null where it takes another shard next. */
  private final List<Part> current = new ArrayList<>();

  private long rounds;
  private List<DealtRounds> dealt = List.of();

  /** A shard, as a place in the set, from some example on. */
  record Part(int shard, int from) {}

  /**
   * @param waiting the shards to deal, in order; used up
   * @param rounds how many the run has had
   */
  Deal(ShardSet shards, Deque<Part> waiting, int batchSize, int epoch, long rounds) {
    this.shards = shards;
    this.waiting = waiting;
    this.batchSize = batchSize;
    this.epoch = epoch;
    this.rounds = rounds;
  }

  /** Whether any example is left. */
  boolean hasNext() {
    return !waiting.isEmpty() || current.stream().anyMatch(Objects::nonNull);
  }

  /** What was dealt so far. */
  List<DealtRounds> dealt() {
    return dealt;
  }

  /**
   * The next round: at most {@code every × batchSize} examples for each worker.
   *
   * @param every the most local steps, at least 1
   * @param workers how many take part at most, at least 1
   */
  Round next(int every, int workers) {
    seat(workers);
    int segmentSize = (int) Math.min(Integer.MAX_VALUE, (long) batchSize * every);
    List<Segment> segments = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      if (current.get(worker) == null) {
        current.set(worker, waiting.poll());
      }
      if (current.get(worker) != null) {
        segments.add(segment(worker, segmentSize));
      }
    }
    rounds++;
    dealt = DealtRounds.add(dealt, every, workers);
    return new Round(epoch, rounds, segments);
  }

  private void seat(int workers) {
    while (current.size() < workers) {
      current.add(null);
    }
    while (current.size() > workers) {
      Part left = current.remove(current.size() - 1);
      if (left != null) {
        waiting.addFirst(left);
      }
    }
  }

  private Segment segment(int worker, int size) {
    Part part = current.get(worker);
    int rows = shards.rows().get(part.shard);
    int to = (int) Math.min(rows, (long) part.from + size);
    current.set(worker, to == rows ? null : new Part(part.shard, to));
    return new Segment(worker, shards.partitions().get(part.shard), part.from, to);
  }
}
