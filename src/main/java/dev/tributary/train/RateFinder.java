package dev.tributary.train;

import dev.tributary.data.Jobs;
import dev.tributary.data.Shard;
import dev.tributary.data.ShardSet;
import dev.tributary.nn.Technique;
import dev.tributary.optim.LearningRateSchedule;
import dev.tributary.optim.RateCurve;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The learning-rate range test, where the data are: one task takes steps on the largest shard, as a
 * single worker would, at a rate that grows by the same factor from step to step. The job's own
 * schedule has no part in it.
 */
@Technique(
    kind = Technique.Kind.DIAGNOSIS,
    name = "find-rate",
    formula = "the loss while the rate grows exponentially from step to step",
    paper = "Smith, 2017",
    defaults = "from 1e-6, to 10, 200 steps")
public final class RateFinder {
  private final JavaSparkContext spark;
  private final WorkerSetup setup;
  private final SharedModel initial;
  private final ShardSet train;

  RateFinder(JavaSparkContext spark, WorkerSetup setup, SharedModel initial, ShardSet train) {
    this.spark = spark;
    this.setup = setup;
    this.initial = initial;
    this.train = train;
  }

  /**
   * Takes the steps, until the loss runs away.
   *
   * @param from the first rate, greater than 0
   * @param to the last one, greater than {@code from}
   * @param steps at least 2
   */
  public RateCurve find(double from, double to, int steps) {
    LearningRateSchedule growing = new LearningRateSchedule.Exponential(from, steps - 1, to / from);
    return Jobs.described(
        spark.sc(),
        "finding a learning rate",
        () -> new Test(setup.at(growing), steps).onLargest(spark, train, initial, RateCurve.class));
  }

  private static final class Test extends SoloTask<RateCurve> {
    private static final long serialVersionUID = 1L;

    private final WorkerSetup setup;
    private final int steps;

    Test(WorkerSetup setup, int steps) {
      this.setup = setup;
      this.steps = steps;
    }

    @Override
    RateCurve run(SharedModel start, int partition, Shard shard) {
      RateCurve curve = new RateCurve();
      SoloRun run = new SoloRun(setup, start, partition, shard);
      for (int i = 0; i < steps; i++) {
        if (!curve.add(setup.schedule().rate(start.steps + i), run.step())) {
          return curve;
        }
      }
      return curve;
    }
  }
}
