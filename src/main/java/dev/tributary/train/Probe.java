package dev.tributary.train;

import dev.tributary.data.Shard;
import dev.tributary.math.RandomStream;
import dev.tributary.nn.diagnosis.Gauge;
import dev.tributary.nn.diagnosis.Measurement;
import java.util.List;

/** Measures a model on a sample of one shard; the model stays as it is. */
final class Probe {
  /** The most examples of a sample. */
  static final int ROWS = 1024;

  /** Training's epochs and rounds start at 1, so these draws are the probe's own. */
  private static final int NO_EPOCH = 0;

  private static final int NO_ROUND = 0;

  private Probe() {}

  /**
   * @param when names the moment
   */
  static Measurement measure(
      WorkerSetup setup, SharedModel model, String when, int partition, Shard shard) {
    Workbench bench = Workbench.borrow(setup.network());
    Gauge gauge = new Gauge(bench.network, model.weights, model.statistics);
    Segment sample = new Segment(0, partition, 0, Math.min(ROWS, shard.rows()));
    int[] order = Worker.order(setup.seed(), NO_EPOCH, partition, shard.rows());
    long seed = RandomSeeds.steps(setup.seed(), NO_ROUND, 0);
    int minibatches = sample.minibatches(setup.network().batchSize());
    for (int i = 0; i < minibatches; i++) {
      shard.fill(
          bench.batch, order, sample.start(i, minibatches), sample.start(i + 1, minibatches));
      gauge.add(bench.batch, RandomStream.derive(seed, i));
    }
    bench.giveBack();
    Segment first = new Segment(0, partition, 0, sample.start(1, minibatches));
    Round trial = new Round(NO_EPOCH, NO_ROUND, List.of(first));
    WorkerResult next = Worker.run(setup, model, trial, first, shard);
    double rate = model.rate(setup.schedule(), 0);
    return gauge.measurement(when, model.steps, rate, next.weights);
  }
}
