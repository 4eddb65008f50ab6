package dev.tributary.interop.dl4j.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.NarrowDependency;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.ParallelCollectionRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.StorageLevel;
import org.deeplearning4j.spark.api.Repartition;
import scala.Tuple2;
import scala.collection.JavaConverters;

/**
 * Packs examples to minibatches of primitive numbers, a worker's in one partition, and keeps them
 * for a whole fit; for the next one too where it gets the same examples anyway.
 */
final class Packing {
  private final Settings settings;
  private JavaRDD<Held> held;
  private int source = -1;
  private List<Integer> counts = List.of();
  private Examples first;

  Packing(Settings settings) {
    this.settings = settings;
  }

  /**
   * The minibatches of the examples.
   *
   * @param origin the RDD that they come from
   * @param workers how many they are for
   */
  JavaRDD<Held> of(JavaRDD<Examples> examples, JavaRDD<?> origin, int workers) {
    if (held != null && source == origin.id()) {
      return held;
    }
    release();
    int parts = examples.getNumPartitions();
    JavaRDD<Examples> spread = examples;
    boolean fixed = settings.repartition() == Repartition.Never;
    if (!fixed && parts > workers) {
      spread = examples.coalesce(workers);
    }
    int size = settings.batchSize();
    JavaRDD<Examples> minibatches =
        spread.mapPartitions(groups -> new Minibatches(groups, size), true);
    if (!fixed && parts < workers) {
      minibatches = minibatches.repartition(workers);
    }
    JavaRDD<Held> packed = minibatches.mapPartitions(Packing::hold, true);
    held =
        (comesWithItsTasks(origin.rdd()) ? detached(packed) : packed)
            .setName("minibatches")
            .persist(settings.storage());
    source = origin.id();
    counts = held.map(each -> each.minibatches().size()).collect();
    if (!isEmpty()) {
      first =
          held.filter(each -> !each.minibatches().isEmpty())
              .map(each -> each.minibatches().get(0).rows(0, 1))
              .first();
    }
    return held;
  }

  /**
   * Whether every task carries the examples themselves, as those of {@code parallelize} do: in each
   * round anew, though they are kept already.
   */
  private static boolean comesWithItsTasks(RDD<?> rdd) {
    return rdd instanceof ParallelCollectionRDD
        || JavaConverters.seqAsJavaListConverter(rdd.dependencies()).asJava().stream()
            .anyMatch(
                dependency ->
                    dependency instanceof NarrowDependency<?> narrow
                        && comesWithItsTasks(narrow.rdd()));
  }

  /** The same behind a shuffle, which is gone through once. */
  private static JavaRDD<Held> detached(JavaRDD<Held> packed) {
    int workers = packed.getNumPartitions();
    return packed
        .mapPartitionsWithIndex(
            (worker, each) -> List.of(new Tuple2<>(worker, each.next())).iterator(), true)
        .mapToPair(pair -> pair)
        .partitionBy(new HashPartitioner(workers)) // an index is its own hash
        .values();
  }

  private static Iterator<Held> hold(Iterator<Examples> minibatches) {
    List<Examples> all = new ArrayList<>();
    minibatches.forEachRemaining(all::add);
    return List.of(new Held(all)).iterator();
  }

  /** How many minibatches each worker has. */
  List<Integer> counts() {
    return counts;
  }

  /** Whether nobody has any. */
  boolean isEmpty() {
    return counts.stream().allMatch(count -> count == 0);
  }

  /** One of the examples; there must be some. */
  Examples sample() {
    return first;
  }

  /** Lets go of them, unless another fit would get the very same. */
  void afterFit(JavaRDD<?> origin) {
    boolean same =
        !origin.getStorageLevel().equals(StorageLevel.NONE())
            || origin.rdd() instanceof ParallelCollectionRDD;
    if (!same) {
      release();
    }
  }

  /** Lets go of them. */
  void release() {
    if (held != null) {
      held.unpersist(false);
      held = null;
      source = -1;
    }
  }
}
