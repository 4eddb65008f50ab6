package dev.tributary.train;

import dev.tributary.data.ShardSet;
import dev.tributary.math.RandomStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Deals the examples of each epoch to the workers: every example once, whatever the shards' sizes.
 * The shards are shuffled.
 */
final class Dealer {
  private final ShardSet shards;
  private final int batchSize;
  private final long seed;

  Dealer(ShardSet shards, int batchSize, long seed) {
    this.shards = shards;
    this.batchSize = batchSize;
    this.seed = seed;
  }

  /** One epoch, of which nothing is dealt; {@code roundsBefore} is how many the run has had. */
  Deal epoch(int epoch, long roundsBefore) {
    Deque<Deal.Part> waiting = new ArrayDeque<>();
    int shardCount = shards.partitions().size();
    for (int i : new RandomStream(RandomSeeds.shards(seed, epoch)).permutation(shardCount)) {
      if (shards.rows().get(i) > 0) {
        waiting.add(new Deal.Part(i, 0));
      }
    }
    return new Deal(shards, waiting, batchSize, epoch, roundsBefore);
  }

  /** What is left of an epoch. */
  Deal rest(int epoch, long roundsBefore, List<DealtRounds> dealt) {
    Deal deal = epoch(epoch, roundsBefore);
    for (DealtRounds alike : dealt) {
      for (long i = 0; i < alike.count(); i++) {
        deal.next(alike.every(), alike.workers());
      }
    }
    return deal;
  }
}
