package dev.tributary.train;

import dev.tributary.data.Shard;
import dev.tributary.data.ShardSet;
import dev.tributary.model.Evaluation;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import java.util.Set;
import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/** Judges a model on packed data, as one Spark job. */
public final class Evaluator {
  private static final int BATCH_SIZE = 256;

  private final JavaSparkContext spark;
  private final NetworkSetup setup;
  private final EvaluationSums.Kind kind;
  private final int width;

  /**
   * @param network what computes the outputs
   * @param input the shape of an example
   * @param targets what the data gives the loss to compare the outputs with
   */
  public Evaluator(JavaSparkContext spark, NetworkSpec network, Shape input, TargetKind targets) {
    this.spark = spark;
    this.setup =
        new NetworkSetup(
            UUID.randomUUID().toString(),
            network,
            input,
            BATCH_SIZE,
            TaskSlots.cpus(spark),
            targets,
            Set.of());
    this.kind = EvaluationSums.kind(network.loss().name(), targets);
    var shapes = network.shapes(input);
    this.width = shapes.get(shapes.size() - 1).size();
  }

  /** The metrics of a model on some data; sums are taken in the order of the shards. */
  public Evaluation evaluate(float[] weights, float[] statistics, ShardSet data) {
    SharedModel model = SharedModel.untrained(weights, statistics, new float[0][]);
    Broadcast<SharedModel> broadcast = spark.broadcast(model);
    try {
      EvaluationSums total = new EvaluationSums(kind, width);
      for (EvaluationSums part :
          new Task(setup, kind, width, broadcast)
              .on(data, data.partitions(), EvaluationSums.class)) {
        total.add(part);
      }
      return total.evaluation();
    } finally {
      broadcast.destroy();
    }
  }

  private static final class Task extends ShardTask<EvaluationSums> {
    private static final long serialVersionUID = 1L;

    private final NetworkSetup setup;
    private final EvaluationSums.Kind kind;
    private final int width;
    private final Broadcast<SharedModel> model;

    Task(NetworkSetup setup, EvaluationSums.Kind kind, int width, Broadcast<SharedModel> model) {
      this.setup = setup;
      this.kind = kind;
      this.width = width;
      this.model = model;
    }

    @Override
    protected EvaluationSums run(int partition, Shard shard) {
      Workbench bench = Workbench.borrow(setup);
      float[] outputs = new float[setup.batchSize() * width];
      EvaluationSums sums = new EvaluationSums(kind, width);
      for (int from = 0; from < shard.rows(); from += setup.batchSize()) {
        int to = Math.min(shard.rows(), from + setup.batchSize());
        shard.fill(bench.batch, new int[0], from, to);
        double loss =
            bench.network.loss(
                bench.batch, model.value().weights, model.value().statistics, outputs);
        sums.add(bench.batch, loss, outputs);
      }
      bench.giveBack();
      return sums;
    }
  }
}
