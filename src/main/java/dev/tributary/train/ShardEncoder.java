package dev.tributary.train;

import dev.tributary.data.Shard;
import dev.tributary.data.ShardSet;
import dev.tributary.nn.TargetKind;
import java.util.Set;
import java.util.UUID;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;

/** Turns shards of inputs into shards of a network's outputs, on the executors. */
final class ShardEncoder implements Function<Shard, Shard> {
  private static final long serialVersionUID = 1L;
  private static final int BATCH_SIZE = 256;

  private final NetworkSetup setup;
  private final Broadcast<SharedModel> model;

  private ShardEncoder(NetworkSetup setup, Broadcast<SharedModel> model) {
    this.setup = setup;
    this.model = model;
  }

  /** The outputs in inference, persisted as they are computed; they carry no targets. */
  static ShardSet encode(JavaSparkContext spark, TrainedNetwork network, ShardSet data) {
    NetworkSetup setup =
        new NetworkSetup(
            UUID.randomUUID().toString(),
            network.spec(),
            network.input(),
            BATCH_SIZE,
            TaskSlots.cpus(spark),
            TargetKind.FEATURES,
            Set.of());
    SharedModel model =
        SharedModel.untrained(network.weights(), network.statistics(), new float[0][]);
    JavaRDD<Shard> encoded =
        data.rdd()
            .map(new ShardEncoder(setup, spark.broadcast(model)))
            .setName("codes")
            .persist(StorageLevel.MEMORY_AND_DISK());
    return new ShardSet(encoded, data.partitions(), data.rows());
  }

  @Override
  public Shard call(Shard shard) {
    Workbench bench = Workbench.borrow(setup);
    int width = bench.network.width();
    float[] codes = new float[Math.multiplyExact(shard.rows(), width)];
    for (int from = 0; from < shard.rows(); from += setup.batchSize()) {
      int to = Math.min(shard.rows(), from + setup.batchSize());
      shard.fill(bench.batch, new int[0], from, to);
      float[] outputs =
          bench.network.outputs(
              bench.batch.features, to - from, model.value().weights, model.value().statistics);
      System.arraycopy(outputs, 0, codes, from * width, (to - from) * width);
    }
    bench.giveBack();
    return Shard.ofFloats(width, codes, new int[0], new float[0]);
  }
}
