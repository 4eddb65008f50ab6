package dev.tributary.train;

import dev.tributary.data.Jobs;
import dev.tributary.data.Shard;
import dev.tributary.data.ShardSet;
import dev.tributary.nn.Technique;
import dev.tributary.nn.diagnosis.Clipping;
import dev.tributary.nn.diagnosis.Diagnosis;
import dev.tributary.nn.diagnosis.Measurement;
import dev.tributary.optim.GradientClipping;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Measures how signal and gradient travel through a network, where the data are: in one task on the
 * largest shard.
 *
 * <p>The sample is drawn from that shard by the job's seed. Nothing that a run goes on with is
 * touched: measuring changes no bit of it.
 */
@Technique(
    kind = Technique.Kind.DIAGNOSIS,
    name = "diagnose",
    formula =
        "mean, deviation, saturation and dead units of each layer, norms of gradients and updates",
    paper = "Glorot and Bengio, 2010",
    defaults = "100 steps")
public final class Diagnoser {
  private final JavaSparkContext spark;
  private final WorkerSetup setup;
  private final SharedModel initial;
  private final ShardSet train;

  Diagnoser(JavaSparkContext spark, WorkerSetup setup, SharedModel initial, ShardSet train) {
    this.spark = spark;
    this.setup = setup;
    this.initial = initial;
    this.train = train;
  }

  /**
   * Measures the initial network, takes steps as a single worker would, and measures again on the
   * same sample. A step that leaves the finite numbers ends it: the network before that step is
   * measured.
   *
   * @param steps how many, at least 0; with 0 there is one measurement
   */
  public Diagnosis run(int steps) {
    return Jobs.described(
        spark.sc(),
        "diagnosing",
        () -> new Rehearsal(setup, steps).onLargest(spark, train, initial, Diagnosis.class));
  }

  /** What findings need to know of the job. */
  public Clipping clipping() {
    return setup.update().clipping() instanceof GradientClipping.None
        ? Clipping.NONE
        : Clipping.USED;
  }

  /** Measures a model as it is. */
  Measurement measure(SharedModel model, String when) {
    return new Look(setup, when).onLargest(spark, train, model, Measurement.class);
  }

  private static final class Look extends SoloTask<Measurement> {
    private static final long serialVersionUID = 1L;

    private final WorkerSetup setup;
    private final String when;

    Look(WorkerSetup setup, String when) {
      this.setup = setup;
      this.when = when;
    }

    @Override
    Measurement run(SharedModel start, int partition, Shard shard) {
      return Probe.measure(setup, start, when, partition, shard);
    }
  }

  private static final class Rehearsal extends SoloTask<Diagnosis> {
    private static final long serialVersionUID = 1L;

    private final WorkerSetup setup;
    private final int steps;

    Rehearsal(WorkerSetup setup, int steps) {
      this.setup = setup;
      this.steps = steps;
    }

    @Override
    Diagnosis run(SharedModel start, int partition, Shard shard) {
      List<Measurement> measurements = new ArrayList<>();
      measurements.add(Probe.measure(setup, start, "at initialization", partition, shard));
      SoloRun run = new SoloRun(setup, start, partition, shard);
      for (int taken = 0; taken < steps; taken++) {
        SharedModel before = run.model();
        double loss = run.step();
        if (!Double.isFinite(loss) || !DivergenceGuard.finite(run.model())) {
          if (taken > 0) {
            measurements.add(after(taken, before, partition, shard));
          }
          return new Diagnosis(measurements, taken + 1);
        }
      }
      if (steps > 0) {
        measurements.add(after(steps, run.model(), partition, shard));
      }
      return new Diagnosis(measurements, 0);
    }

    private Measurement after(int taken, SharedModel model, int partition, Shard shard) {
      String when = "after " + taken + (taken == 1 ? " step" : " steps");
      return Probe.measure(setup, model, when, partition, shard);
    }
  }
}
