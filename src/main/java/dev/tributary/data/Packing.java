package dev.tributary.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * The second pass: encodes the rows and deals them to shards, one a partition, in one shuffle.
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
      int trainShards,
      int validationShards)
      implements Serializable {

    /** Whether a row is a good one. */
    boolean encodes(InternalRow row) {
      return encoder.encode(row, new float[layout.width()], 0) == null
          && reader.readTarget(row) == null;
    }
  }

  /**
   * Packs and persists the rows that the census counted.
   *
   * @param classWeights how much each class counts in training; empty where all count alike
   * @throws UnusableDataException if the data is not what it was when the census was taken
   */
  static Packed pack(
      JavaRDD<InternalRow> rows,
      ExampleReader reader,
      Census census,
      DataEncoding encoding,
      List<Float> classWeights,
      int workers) {
    RowLayout layout = RowLayout.of(reader);
    ShardPlan train = ShardPlan.of(census.trainRows(), layout.bytes(), workers);
    ShardPlan validation = ShardPlan.of(census.validationRows(), layout.bytes(), workers);
    Plan plan =
        new Plan(
            reader,
            RowEncoder.ofInternal(reader.features(), encoding),
            layout,
            classWeights,
            train.shards(),
            validation.shards());
    JavaSparkContext context = JavaSparkContext.fromSparkContext(rows.context());
    Broadcast<Map<SegmentKey, long[]>> offsets = context.broadcast(census.offsets());
    JavaRDD<Tuple2<Integer, PackedBlock>> blocks =
        rows.mapPartitionsWithIndex(
            (partition, iterator) -> new BlockPacker(plan, offsets.value(), partition, iterator),
            false);
    JavaRDD<Shard> shards =
        JavaPairRDD.fromJavaRDD(blocks)
            .partitionBy(new ByShard(train.shards() + validation.shards()))
            .mapPartitions(iterator -> List.of(assemble(plan, iterator)).iterator())
            .setName("shards")
            .persist(StorageLevel.MEMORY_AND_DISK());
    List<Integer> expected = new ArrayList<>(train.shardRows());
    expected.addAll(validation.shardRows());
    try {
      if (!shards.map(Shard::rows).collect().equals(expected)) {
        throw changed();
      }
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

  /** The reduce side: the blocks of one shard, in order. */
  private static Shard assemble(Plan plan, Iterator<Tuple2<Integer, PackedBlock>> iterator) {
    List<PackedBlock> blocks = new ArrayList<>();
    int rows = 0;
    while (iterator.hasNext()) {
      PackedBlock block = iterator.next()._2();
      blocks.add(block);
      rows += block.rows;
    }
    blocks.sort(Comparator.comparingLong(block -> block.first));
    RowLayout layout = plan.layout();
    float[] floats = new float[Math.multiplyExact(rows, layout.floatWidth())];
    byte[] bytes = new byte[Math.multiplyExact(rows, layout.byteWidth())];
    int[] classes = new int[rows * layout.classWidth()];
    float[] values = new float[Math.multiplyExact(rows, layout.values())];
    float[] weights = new float[rows * layout.weightWidth()];
    float[] classWeights = new float[plan.classWeights().size()];
    for (int i = 0; i < classWeights.length; i++) {
      classWeights[i] = plan.classWeights().get(i);
    }
    int at = 0;
    for (PackedBlock block : blocks) {
      if (block.first != at) {
        throw changed();
      }
      System.arraycopy(block.floats, 0, floats, at * layout.floatWidth(), block.floats.length);
      System.arraycopy(block.bytes, 0, bytes, at * layout.byteWidth(), block.bytes.length);
      System.arraycopy(block.classes, 0, classes, at * layout.classWidth(), block.classes.length);
      System.arraycopy(block.values, 0, values, at * layout.values(), block.values.length);
      System.arraycopy(block.weights, 0, weights, at * layout.weightWidth(), block.weights.length);
      at += block.rows;
    }
    Shard shard =
        layout.isBytes()
            ? Shard.ofBytes(
                layout.width(),
                bytes,
                plan.encoder().floatShift(),
                plan.encoder().floatFactor(),
                classes,
                values)
            : Shard.ofFloats(layout.width(), floats, classes, values);
    return shard.weighted(weights, classWeights);
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
