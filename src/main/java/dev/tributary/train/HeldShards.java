package dev.tributary.train;

import dev.tributary.data.Shard;
import dev.tributary.data.ShardSet;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.spark.Dependency;
import org.apache.spark.NarrowDependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.serializer.SerializerInstance;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.collection.Seq;
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
 *
 * <p>Nor does their lineage travel with each task of each round: tasks get an RDD without it, which
 * finds it in a broadcast where a shard isn't held.
 */
final class HeldShards extends RDD<Shard> {
  private static final long serialVersionUID = 1L;
  private static final ClassTag<Shard> SHARD = ClassTag$.MODULE$.apply(Shard.class);
  private static final ClassTag<RDD<Shard>> RDDS = ClassTag$.MODULE$.apply(RDD.class);
  private static final Seq<Dependency<?>> NOTHING =
      JavaConverters.<Dependency<?>>asScalaBufferConverter(List.of()).asScala().toSeq();

  private record Place(String run, int partition) {}

  private static final Shelf<Place, Shard> HELD =
      new Shelf<>(Runtime.getRuntime().maxMemory() / 4, Shard::bytes);

  private final String run;
  private final Broadcast<byte[]> stored;
  private final transient HeldShards forTasks;

  /** The driver's, which knows where the shards come from. */
  private HeldShards(RDD<Shard> shards, String run) {
    super(shards, SHARD);
    this.run = run;
    this.stored = context().broadcast(serialized(shards), ClassTag$.MODULE$.apply(byte[].class));
    this.forTasks = new HeldShards(context(), run, stored);
  }

  private HeldShards(SparkContext spark, String run, Broadcast<byte[]> stored) {
    super(spark, NOTHING, SHARD);
    this.run = run;
    this.stored = stored;
    this.forTasks = this;
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
            new Place(run, partition.index()), () -> stored().iterator(partition, context).next());
    return JavaConverters.asScalaIteratorConverter(List.of(shard).iterator()).asScala();
  }

  @Override
  public Partition[] getPartitions() {
    return this.<Shard>firstParent(SHARD).partitions();
  }

  private Object writeReplace() {
    return forTasks;
  }

  private RDD<Shard> stored() {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    return serializer().deserialize(ByteBuffer.wrap(stored.value()), loader, RDDS);
  }

  private static byte[] serialized(RDD<Shard> shards) {
    settle(shards);
    ByteBuffer bytes = serializer().serialize(shards, RDDS);
    byte[] array = new byte[bytes.remaining()];
    bytes.get(array);
    return array;
  }

  /** Lets RDDs find out what they depend on, as Spark does before they travel. */
  private static void settle(RDD<?> rdd) {
    rdd.partitions();
    for (Dependency<?> dependency : JavaConverters.seqAsJavaList(rdd.dependencies())) {
      if (dependency instanceof NarrowDependency<?> narrow) {
        settle(narrow.rdd());
      }
    }
  }

  private static SerializerInstance serializer() {
    return SparkEnv.get().closureSerializer().newInstance();
  }
}
