package dev.tributary.train;

import dev.tributary.data.ForgetfulSerializer;
import dev.tributary.data.Parcel;
import dev.tributary.data.Shard;
import dev.tributary.data.ShardSet;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.Partitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.PartitionPruningRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.rdd.ShuffledRDD;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * The long road of a round's sum, for large models: reduce-scatter through Spark's shuffle. Workers
 * cut their vectors into slices, executors average a slice each, and the driver receives each
 * parameter once, however many workers there are. Each number is made by the same operations in the
 * same order as on the driver, so the bits are the same.
 */
final class SlicedSum implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int SHORTEST_SLICE = 1 << 20;

  /** Below Spark's bypassMergeThreshold: each slice is written to a file at once. */
  private static final int MOST_SLICES = 198;

  private static final ClassTag<Object> ANY = ClassTag$.MODULE$.apply(Object.class);

  private final int length;
  private final int vectors;
  private final int sliceLength;

  /**
   * @param length of each vector
   * @param vectors how many: the weights, and the optimizer's states that are averaged
   */
  SlicedSum(int length, int vectors) {
    this(length, vectors, shortest(length, vectors));
  }

  SlicedSum(int length, int vectors, int sliceLength) {
    this.length = length;
    this.vectors = vectors;
    this.sliceLength = sliceLength;
  }

  private static int shortest(int length, int vectors) {
    int most = Math.max(1, MOST_SLICES / vectors);
    return Math.max(SHORTEST_SLICE, (length + most - 1) / most);
  }

  /** A worker's part of a slice. */
  private static final class Piece implements Serializable {
    private static final long serialVersionUID = 1L;
    private final int worker;
    private final int examples;
    private final WireVector values;

    Piece(int worker, int examples, WireVector values) {
      this.worker = worker;
      this.examples = examples;
      this.values = values;
    }
  }

  private int slicesOfVector() {
    return (length + sliceLength - 1) / sliceLength;
  }

  private int slices() {
    return vectors * slicesOfVector();
  }

  private int vector(int slice) {
    return slice / slicesOfVector();
  }

  private int from(int slice) {
    return slice % slicesOfVector() * sliceLength;
  }

  private int to(int slice) {
    return Math.min(length, from(slice) + sliceLength);
  }

  /** Runs the round's tasks and sums what they return. */
  RoundResults of(RoundTask task, ShardSet shards, Round round) {
    int slices = slices();
    float[][] averages = new float[vectors][length];
    List<WorkerResult> workers = new ArrayList<>();
    RDD<Object> sums = sums(task, shards, round);
    try {
      shards
          .rdd()
          .context()
          .runJob(
              sums,
              new First(),
              JavaConverters.asScalaBufferConverter(
                      IntStream.rangeClosed(0, slices).<Object>mapToObj(i -> i).toList())
                  .asScala()
                  .toSeq(),
              new AbstractFunction2<Object, Object, BoxedUnit>() {
                @Override
                public BoxedUnit apply(Object partition, Object result) {
                  receive((Integer) partition, ((Parcel<?>) result).content(), averages, workers);
                  return BoxedUnit.UNIT;
                }
              },
              ANY);
    } finally {
      // Or the files of each round would stay until the driver's garbage is collected.
      sums.cleanShuffleDependencies(false);
    }
    return new RoundResults(List.copyOf(workers), new Averages(averages));
  }

  private void receive(int slice, Object result, float[][] averages, List<WorkerResult> workers) {
    if (slice == slices()) {
      for (Object worker : (Object[]) result) {
        workers.add((WorkerResult) worker);
      }
    } else {
      float[] average = (float[]) result;
      System.arraycopy(average, 0, averages[vector(slice)], from(slice), average.length);
    }
  }

  /** A partition for each slice, and one for what else the workers return. */
  private RDD<Object> sums(RoundTask task, ShardSet shards, Round round) {
    ClassTag<Shard> shard = ClassTag$.MODULE$.apply(Shard.class);
    int[] partitions = round.segments().stream().mapToInt(Segment::partition).sorted().toArray();
    RDD<Shard> dealt = PartitionPruningRDD.create(shards.rdd().rdd(), new OneOf(partitions));
    Cut cut = new Cut(task, partitions, this);
    JavaPairRDD<Integer, Object> pieces = new JavaRDD<>(dealt, shard).mapPartitionsToPair(cut::of);
    RDD<Tuple2<Integer, Object>> shuffled =
        new ShuffledRDD<>(
                pieces.rdd(),
                new BySlice(slices() + 1),
                ClassTag$.MODULE$.<Integer>apply(Integer.class),
                ANY,
                ANY)
            .setSerializer(ForgetfulSerializer.of(shards.rdd().context().getConf()));
    ClassTag<Tuple2<Integer, Object>> pair = ClassTag$.MODULE$.apply(Tuple2.class);
    return new JavaRDD<>(shuffled, pair).mapPartitions(SlicedSum::reduce).rdd();
  }

  /** Averages a slice, or gathers the rest, in worker order. */
  private static Iterator<Object> reduce(Iterator<Tuple2<Integer, Object>> arrived) {
    List<Piece> pieces = new ArrayList<>();
    List<WorkerResult> results = new ArrayList<>();
    while (arrived.hasNext()) {
      Object value = arrived.next()._2();
      if (value instanceof Piece piece) {
        pieces.add(piece);
      } else {
        results.add((WorkerResult) value);
      }
    }
    if (pieces.isEmpty()) {
      results.sort(Comparator.comparingInt(result -> result.worker));
      return Stream.<Object>of((Object) results.toArray()).iterator();
    }
    pieces.sort(Comparator.comparingInt(piece -> piece.worker));
    float[] average =
        WeightedAverage.of(
            pieces.stream().map(piece -> piece.values.values()).toArray(float[][]::new),
            pieces.stream().mapToDouble(piece -> piece.examples).toArray());
    return List.<Object>of(average).iterator();
  }

  /** The map side: trains, and cuts what comes of it. */
  private static final class Cut implements Serializable {
    private static final long serialVersionUID = 1L;
    private final RoundTask task;
    private final int[] partitions;
    private final SlicedSum slicing;

    Cut(RoundTask task, int[] partitions, SlicedSum slicing) {
      this.task = task;
      this.partitions = partitions;
      this.slicing = slicing;
    }

    Iterator<Tuple2<Integer, Object>> of(Iterator<Shard> shards) {
      SentResult result = task.run(partitions[TaskContext.getPartitionId()], shards.next());
      int slices = slicing.slices();
      return Stream.concat(
              IntStream.range(0, slices)
                  .mapToObj(slice -> new Tuple2<Integer, Object>(slice, piece(result, slice))),
              Stream.of(new Tuple2<Integer, Object>(slices, result.rest())))
          .iterator();
    }

    private Piece piece(SentResult result, int slice) {
      WireVector whole = result.vectors().get(slicing.vector(slice));
      WireVector part = whole.slice(slicing.from(slice), slicing.to(slice));
      return new Piece(result.rest().worker, result.rest().examples, part);
    }
  }

  private static final class OneOf extends AbstractFunction1<Object, Object>
      implements Serializable {
    private static final long serialVersionUID = 1L;
    private final int[] partitions;

    OneOf(int[] partitions) {
      this.partitions = partitions;
    }

    @Override
    public Object apply(Object partition) {
      return Arrays.binarySearch(partitions, (Integer) partition) >= 0;
    }
  }

  private static final class BySlice extends Partitioner {
    private static final long serialVersionUID = 1L;
    private final int partitions;

    BySlice(int partitions) {
      this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
      return partitions;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) key;
    }
  }

  private static final class First
      extends AbstractFunction2<TaskContext, scala.collection.Iterator<Object>, Object>
      implements Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public Object apply(TaskContext context, scala.collection.Iterator<Object> only) {
      return new Parcel<>(only.next());
    }
  }
}
