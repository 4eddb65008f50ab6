package dev.tributary.train;

import dev.tributary.data.Shard;
import dev.tributary.data.ShardSet;
import java.util.List;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * The same shards, which executors hold on to from one round to the next.
 *
 * <p>Spark keeps as many shards in memory as fit and reads the others from disk, or from another
 * executor, each time it is asked for one. A round takes a few thousand examples of a shard, so
 * that without this each shard would be read again for every round. Held are the shards that this
 * JVM's workers are on, in at most a quarter of its heap: Spark leaves more than that to what is
 * not its own.
 */
final class HeldShards extends RDD<Shard> {
  private static final long serialVersionUID = 1L;
  private static final ClassTag<Shard> SHARD = ClassTag$.MODULE$.apply(Shard.class);

  private record Place(String run, int partition) {}

  private static final Shelf<Place, Shard> HELD =
      new Shelf<>(Runtime.getRuntime().maxMemory() / 4, Shard::bytes);

  private final String run;

  private HeldShards(RDD<Shard> shards, String run) {
    super(shards, SHARD);
    this.run = run;
  }

  /**
   * Shards for the rounds of a run.
   *
   * @param run tells them from those of other runs in the same JVM
   */
  static ShardSet of(ShardSet shards, String run) {
    RDD<Shard> held = new HeldShards(shards.rdd().rdd(), run);
    return new ShardSet(new JavaRDD<>(held, SHARD), shards.partitions(), shards.rows());
  }

  /** Lets go of a shard that its worker is through with. */
  static void release(String run, int partition) {
    HELD.remove(new Place(run, partition));
  }

  @Override
  public Iterator<Shard> compute(Partition partition, TaskContext context) {
    Shard shard =
        HELD.get(
            new Place(run, partition.index()),
            () -> this.<Shard>firstParent(SHARD).iterator(partition, context).next());
    return JavaConverters.asScalaIteratorConverter(List.of(shard).iterator()).asScala();
  }

  @Override
  public Partition[] getPartitions() {
    return this.<Shard>firstParent(SHARD).partitions();
  }
}
