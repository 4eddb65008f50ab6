package dev.tributary.train;

import dev.tributary.data.ShardSet;
import dev.tributary.math.RandomStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Deals the examples of each epoch to the workers: every example once, whatever the shards' sizes.
 *
 * <p>The shards are shuffled. Each worker takes the next one when its last is used up, and in every
 * round a segment of it that holds at most {@code every × batchSize} examples.
 */
final class Dealer {
  private final ShardSet shards;
  private final int workers;
  private final int segmentSize;
  private final long seed;

  Dealer(ShardSet shards, int workers, int batchSize, int every, long seed) {
    this.shards = shards;
    this.workers = workers;
    this.segmentSize = (int) Math.min(Integer.MAX_VALUE, (long) batchSize * every);
    this.seed = seed;
  }

  /** The rounds of one epoch; {@code roundsBefore} is how many the run has had. */
  List<Round> epoch(int epoch, long roundsBefore) {
    Deque<Integer> waiting = new ArrayDeque<>();
    int shardCount = shards.partitions().size();
    for (int i : new RandomStream(RandomSeeds.shards(seed, epoch)).permutation(shardCount)) {
      if (shards.rows().get(i) > 0) {
        waiting.add(i);
      }
    }
    int[] current = new int[workers];
    int[] position = new int[workers];
    Arrays.fill(current, -1);
    List<Round> rounds = new ArrayList<>();
    while (true) {
      List<Segment> segments = new ArrayList<>();
      for (int worker = 0; worker < workers; worker++) {
        if (current[worker] < 0 && !waiting.isEmpty()) {
          current[worker] = waiting.remove();
          position[worker] = 0;
        }
        if (current[worker] >= 0) {
          int rows = shards.rows().get(current[worker]);
          int from = position[worker];
          int to = (int) Math.min(rows, (long) from + segmentSize);
          segments.add(new Segment(worker, shards.partitions().get(current[worker]), from, to));
          position[worker] = to;
          if (to == rows) {
            current[worker] = -1;
          }
        }
      }
      if (segments.isEmpty()) {
        return rounds;
      }
      rounds.add(new Round(epoch, roundsBefore + rounds.size() + 1, segments));
    }
  }
}
