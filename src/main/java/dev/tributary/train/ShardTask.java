package dev.tributary.train;

import dev.tributary.data.Parcel;
import dev.tributary.data.Shard;
import dev.tributary.data.ShardSet;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;

/**
 * Runs a function on some shards, one task each, and returns the results in the order asked for.
 *
 * <p>Spark's own {@code runJob} on chosen partitions: no stage but the one, nothing but the
 * function travels.
 */
abstract class ShardTask<R> extends AbstractFunction2<TaskContext, Iterator<Shard>, Parcel<R>>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What to do with the shard in a partition. */
  abstract R run(int partition, Shard shard);

  @Override
  public final Parcel<R> apply(TaskContext context, Iterator<Shard> shards) {
    return new Parcel<>(run(context.partitionId(), shards.next()));
  }

  /** Runs this on the given partitions of {@code shards}. */
  final List<R> on(ShardSet shards, List<Integer> partitions, Class<R> type) {
    Object[] results =
        (Object[])
            shards
                .rdd()
                .context()
                .runJob(
                    shards.rdd().rdd(),
                    this,
                    JavaConverters.asScalaBufferConverter(new ArrayList<Object>(partitions))
                        .asScala()
                        .toSeq(),
                    ClassTag$.MODULE$.apply(Parcel.class));
    List<R> typed = new ArrayList<>();
    for (Object result : results) {
      typed.add(type.cast(((Parcel<?>) result).content()));
    }
    return typed;
  }
}
