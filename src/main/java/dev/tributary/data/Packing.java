package dev.tributary.data;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.rdd.ShuffledRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Scales the rows that were read and deals them to shards, one a partition, in one shuffle.
 *
 * <p>The census has numbered the rows of each side in canonical order (file, block, row), and a row
 * with number i goes to shard i mod S, position i div S. So shards are balanced and well mixed, and
 * what they hold depends on nothing but the data, the seed and S.
 */
final class Packing {
  private Packing() {}

  /** The shards of both sides; they share one RDD. */
  record Packed(ShardSet train, ShardSet validation) {}

  /**
   * What the tasks need to know.
   *
   * @param encoder encodes the features; shards of bytes keep only its scaling
   * @param classWeights how much each class counts in training; empty where all count alike
   */
  record Plan(
      ExampleReader reader,
      RowEncoder encoder,
      RowLayout layout,
      List<Float> classWeights,
      ShardPlan train,
      ShardPlan validation)
      implements Serializable {

    /** How many rows a shard holds; those of training come first. */
    int rows(int shard) {
      return shard < train.shards()
          ? train.rowsOf(shard)
          : validation.rowsOf(shard - train.shards());
    }
  }

  /**
   * Packs and persists the rows that the census counted.
   *
   * @param classWeights how much each class counts in training; empty where all count alike
   * @throws UnusableDataException if the data is not what it was when the census was taken
   */
  static Packed pack(
      JavaRDD<RowBlock> read,
      ExampleReader reader,
      Census census,
      DataEncoding encoding,
      List<Float> classWeights,
      int workers) {
    RowEncoder encoder = RowEncoder.ofInternal(reader.features(), encoding);
    RowLayout layout = RowLayout.of(reader, encoder);
    ShardPlan train = ShardPlan.of(census.trainRows(), layout.bytes(), workers);
    ShardPlan validation = ShardPlan.of(census.validationRows(), layout.bytes(), workers);
    Plan plan = new Plan(reader, encoder, layout, classWeights, train, validation);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(read.context());
    Broadcast<Parcel<Map<SegmentKey, long[]>>> offsets =
        context.broadcast(new Parcel<>(census.offsets()));
    JavaRDD<Tuple2<Integer, PackedBlock>> blocks =
        read.mapPartitions(each -> new BlockPacker(plan, offsets.value().content(), each));
    JavaRDD<Shard> shards =
        shuffle(blocks, train.shards() + validation.shards())
            .mapPartitionsWithIndex(
                (shard, iterator) -> List.of(ShardAssembly.of(plan, shard, iterator)).iterator(),
                true)
            .setName("shards")
            .persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Jobs.described(read.context(), "packing", shards::count);
    } catch (RuntimeException failed) {
      shards.unpersist(false);
      throw failed;
    }
    return new Packed(
        new ShardSet(shards, range(0, train.shards()), train.shardRows()),
        new ShardSet(
            shards,
            range(train.shards(), train.shards() + validation.shards()),
            validation.shardRows()));
  }

  static UnusableDataException changed() {
    return new UnusableDataException(
        "The data changed while it was being read: a second reading found other rows than the"
            + " first. Train on files that stay as they are.");
  }

  private static JavaRDD<Tuple2<Integer, PackedBlock>> shuffle(
      JavaRDD<Tuple2<Integer, PackedBlock>> blocks, int shards) {
    ClassTag<Integer> number = ClassTag$.MODULE$.apply(Integer.class);
    ClassTag<PackedBlock> block = ClassTag$.MODULE$.apply(PackedBlock.class);
    RDD<Tuple2<Integer, PackedBlock>> shuffled =
        new ShuffledRDD<>(blocks.rdd(), new ByShard(shards), number, block, block)
            .setSerializer(ForgetfulSerializer.of(blocks.context().getConf()));
    return new JavaRDD<>(shuffled, ClassTag$.MODULE$.apply(Tuple2.class));
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  /** A shard's number is its partition. */
  private static final class ByShard extends Partitioner {
    private static final long serialVersionUID = 1L;
    private final int shards;

    private ByShard(int shards) {
      this.shards = shards;
    }

    @Override
    public int numPartitions() {
      return shards;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) key;
    }
  }
}
