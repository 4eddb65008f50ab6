package dev.tributary.train;

import dev.tributary.data.Parcel;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;

/**
 * Runs a function on some partitions of one element each, a task for each partition, and returns
 * the results in the order asked for.
 *
 * <p>Spark's own {@code runJob} on chosen partitions: no stage but the one, nothing but the
 * function travels, and no byte code is searched for what a closure may have caught.
 *
 * @param <T> what a partition holds
 * @param <R> what a task returns
 */
public abstract class PartitionTask<T, R>
    extends AbstractFunction2<TaskContext, Iterator<T>, Parcel<R>> implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What to do with the element of a partition. */
  protected abstract R run(int partition, T element);

  @Override
  public final Parcel<R> apply(TaskContext context, Iterator<T> elements) {
    return new Parcel<>(run(context.partitionId(), elements.next()));
  }

  /** Runs this on the given partitions. */
  public final List<R> on(JavaRDD<T> rdd, List<Integer> partitions, Class<R> type) {
    Object[] results =
        (Object[])
            rdd.context()
                .runJob(
                    rdd.rdd(),
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
