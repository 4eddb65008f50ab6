package dev.tributary.train;

import dev.tributary.data.Shard;
import dev.tributary.data.ShardSet;
import java.util.List;

/** Runs a function on some shards, one task each. */
abstract class ShardTask<R> extends PartitionTask<Shard, R> {
  private static final long serialVersionUID = 1L;

  /** Runs this on the given partitions of {@code shards}. */
  final List<R> on(ShardSet shards, List<Integer> partitions, Class<R> type) {
    return on(shards.rdd(), partitions, type);
  }
}
