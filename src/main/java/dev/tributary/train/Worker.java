package dev.tributary.train;

import dev.tributary.data.Shard;
import dev.tributary.math.RandomStream;
import dev.tributary.optim.LocalUpdate;
import dev.tributary.optim.StepSize;
import java.util.Arrays;

/** One worker's part of a round: local steps from the shared model over its segment. */
final class Worker {
  private record Examples(long seed, int rows) {}

  /** Of the shards that workers are on: drawn anew for every round, an order would take a while. */
  private static final Shelf<Examples, int[]> ORDERS =
      new Shelf<>(
          Runtime.getRuntime().maxMemory() / 64, order -> (long) Integer.BYTES * order.length);

  private Worker() {}

  /** Takes the steps; the shared model stays as it is. */
  static WorkerResult run(
      WorkerSetup setup, SharedModel shared, Round round, Segment segment, Shard shard) {
    Workbench bench = Workbench.borrow(setup.network());
    float[] weights = shared.weights.clone();
    float[] statistics = shared.statistics.clone();
    float[][] state = state(setup, shared);
    int[] order = order(setup.seed(), round.epoch(), segment.partition(), shard.rows());
    long seed = RandomSeeds.steps(setup.seed(), round.number(), segment.worker());
    int steps = segment.minibatches(setup.network().batchSize());
    LocalUpdate update = setup.localUpdate(bench.network.parameters());
    StepSize size = new StepSize();
    double lossSum = 0;
    Breakdown breakdown = null;
    long started = System.nanoTime();
    for (int i = 0; i < steps; i++) {
      shard.fill(bench.batch, order, segment.start(i, steps), segment.start(i + 1, steps));
      long stepSeed = RandomStream.derive(seed, i);
      double loss =
          bench.network.gradient(bench.batch, weights, statistics, bench.gradient, stepSeed);
      lossSum += loss * bench.batch.rows;
      if (!Double.isFinite(loss)) {
        breakdown = Breakdown.at(i + 1, bench.network, bench.batch, weights, statistics, stepSeed);
        break;
      }
      shared.sizeStep(setup.schedule(), i, size);
      update.apply(weights, bench.gradient, state, size);
    }
    long nanos = System.nanoTime() - started;
    bench.giveBack();
    return new WorkerResult(
        weights,
        statistics,
        state,
        segment.worker(),
        segment.examples(),
        steps,
        lossSum,
        breakdown,
        update.clipping(),
        nanos);
  }

  /** The optimizer's state to begin with; fresh where none outlives a round. */
  private static float[][] state(WorkerSetup setup, SharedModel shared) {
    return shared.optimizerState.length == 0
        ? setup.update().optimizer().newState(shared.weights.length)
        : Arrays.stream(shared.optimizerState).map(float[]::clone).toArray(float[][]::new);
  }

  /** The order of a shard's examples in an epoch; shared, so not to be changed. */
  static int[] order(long seed, int epoch, int partition, int rows) {
    Examples examples = new Examples(RandomSeeds.examples(seed, epoch, partition), rows);
    return ORDERS.get(examples, () -> new RandomStream(examples.seed).permutation(rows));
  }
}
