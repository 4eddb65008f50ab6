package dev.tributary.train;

import dev.tributary.data.Shard;
import dev.tributary.data.ShardSet;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** A task on the largest shard alone, from a model that is broadcast to it. */
abstract class SoloTask<R> extends ShardTask<R> {
  private static final long serialVersionUID = 1L;

  private Broadcast<SharedModel> model;

  /** What to do from the model with the shard in a partition. */
  abstract R run(SharedModel start, int partition, Shard shard);

  @Override
  protected final R run(int partition, Shard shard) {
    return run(model.value(), partition, shard);
  }

  /** Runs this on the largest of some shards, the first of equal ones. */
  final R onLargest(JavaSparkContext spark, ShardSet shards, SharedModel start, Class<R> type) {
    int largest = 0;
    for (int i = 1; i < shards.rows().size(); i++) {
      largest = shards.rows().get(i) > shards.rows().get(largest) ? i : largest;
    }
    model = spark.broadcast(start.forWorkers());
    try {
      return on(shards, List.of(shards.partitions().get(largest)), type).get(0);
    } finally {
      model.destroy();
    }
  }
}
