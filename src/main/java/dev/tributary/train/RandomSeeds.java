package dev.tributary.train;

import dev.tributary.math.RandomStream;

/** The seeds of all that is random in a run, each a function of the job's seed and its place. */
final class RandomSeeds {
  private static final long SHARDS = 1;
  private static final long EXAMPLES = 2;
  private static final long STEPS = 3;
  private static final long ROUNDING = 4;

  private RandomSeeds() {}

  /** For the order of the shards in an epoch. */
  static long shards(long seed, int epoch) {
    return RandomStream.derive(seed, SHARDS, epoch);
  }

  /** For the order of a shard's examples in an epoch. */
  static long examples(long seed, int epoch, int partition) {
    return RandomStream.derive(seed, EXAMPLES, epoch, partition);
  }

  /** For the steps of a worker in a round: dropout and the like. */
  static long steps(long seed, long round, int worker) {
    return RandomStream.derive(seed, STEPS, round, worker);
  }

  /** For the rounding of what a worker sends after a round. */
  static long rounding(long seed, long round, int worker) {
    return RandomStream.derive(seed, ROUNDING, round, worker);
  }
}
