package dev.tributary.train;

import dev.tributary.data.ShardSet;
import dev.tributary.math.RandomStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Deals the examples of each epoch to the workers: every example once, whatever the shards' sizes.
 * The shards are shuffled.
 */
final class Dealer {
  private final ShardSet shards;
  private final int workers;
  private final int batchSize;
  private final long seed;

  Dealer(ShardSet shards, int workers, int batchSize, long seed) {
    this.shards = shards;
    this.workers = workers;
    this.batchSize = batchSize;
    this.seed = seed;
  }

  /** One epoch, of which nothing is dealt; {@code roundsBefore} is how many the run has had. */
  Deal epoch(int epoch, long roundsBefore) {
    Deque<Integer> waiting = new ArrayDeque<>();
    int shardCount = shards.partitions().size();
    for (int i : new RandomStream(RandomSeeds.shards(seed, epoch)).permutation(shardCount)) {
      if (shards.rows().get(i) > 0) {
        waiting.add(i);
      }
    }
    return new Deal(shards, waiting, workers, batchSize, epoch, roundsBefore);
  }
}
