package dev.tributary.train;

import dev.tributary.data.Shard;
import dev.tributary.data.ShardSet;
import dev.tributary.nn.ParameterLayout;
import dev.tributary.nn.Technique;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Computes the batch normalization statistics of a trained model anew: moving ones lag behind the
 * weights, and those of an averaged model were gathered by models that are no more.
 *
 * <p>Every training example goes through the network once, in minibatches that are normalized by
 * their own moments, with nothing random: dropout is off. The minibatches' moments are pooled as
 * {@link PooledMoments} says. Frozen layers keep theirs.
 *
 * <p>The inference pass of Ioffe and Szegedy (2015, algorithm 2), as SWAP runs it once the weights
 * are averaged (Gupta, Serrano and DeCoste, 2020). The former take the mean of the minibatches'
 * unbiased variances; here the spread of their means counts too, so that a normalization that
 * stands first gets the very mean and variance of the training data.
 */
@Technique(
    kind = Technique.Kind.TRAINING,
    name = "recompute-statistics",
    formula =
        "after training, one pass: μ = Σ p μ_B, σ² = Σ p (σ_B² + (μ_B - μ)²) over the minibatches B",
    paper = "Ioffe and Szegedy, 2015; Gupta et al., 2020",
    defaults = "false")
final class NewStatistics {
  /** Of the pass's order of examples; training epochs count from 1. */
  private static final int EPOCH = 0;

  private final JavaSparkContext spark;
  private final WorkerSetup setup;
  private final ParameterLayout statistics;

  /**
   * @param setup as the model was trained last, frozen layers included
   * @param statistics where the moving statistics lie
   */
  NewStatistics(JavaSparkContext spark, WorkerSetup setup, ParameterLayout statistics) {
    this.spark = spark;
    this.setup = setup;
    this.statistics = statistics;
  }

  /** The model with statistics of its own on these data; one Spark job, summed in shard order. */
  SharedModel of(SharedModel model, ShardSet train) {
    Broadcast<SharedModel> broadcast = spark.broadcast(model.forWorkers());
    try {
      List<PooledMoments> parts =
          new Task(setup, broadcast).on(train, train.partitions(), PooledMoments.class);
      PooledMoments pooled = new PooledMoments(statistics);
      parts.forEach(pooled::add);
      return model.withStatistics(pooled.statistics());
    } finally {
      broadcast.destroy();
    }
  }

  private static final class Task extends ShardTask<PooledMoments> {
    private static final long serialVersionUID = 1L;

    private final WorkerSetup setup;
    private final Broadcast<SharedModel> model;

    Task(WorkerSetup setup, Broadcast<SharedModel> model) {
      this.setup = setup;
      this.model = model;
    }

    /** In random order: data sorted by class would make minibatches of one kind. */
    @Override
    protected PooledMoments run(int partition, Shard shard) {
      Workbench bench = Workbench.borrow(setup.network());
      PooledMoments pooled = new PooledMoments(bench.network.statistics());
      float[] moments = model.value().statistics.clone();
      int[] order = Worker.order(setup.seed(), EPOCH, partition, shard.rows());
      Segment whole = new Segment(0, partition, 0, shard.rows());
      int minibatches = whole.minibatches(setup.network().batchSize());
      for (int i = 0; i < minibatches; i++) {
        shard.fill(
            bench.batch, order, whole.start(i, minibatches), whole.start(i + 1, minibatches));
        bench.network.measure(
            bench.batch.features, bench.batch.rows, model.value().weights, moments);
        pooled.add(moments, bench.batch.rows);
      }
      bench.giveBack();
      return pooled;
    }
  }
}
