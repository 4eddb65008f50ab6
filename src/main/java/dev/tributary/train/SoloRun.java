package dev.tributary.train;

import dev.tributary.data.Shard;
import dev.tributary.optim.OuterStep;
import java.util.List;

/**
 * Steps of a single worker over one shard, one at a time and epoch after epoch: those of a run with
 * one worker and one shard that averages after every step.
 */
final class SoloRun {
  private final WorkerSetup setup;
  private final ParameterAveraging averaging;
  private final int partition;
  private final Shard shard;
  private SharedModel model;
  private long taken;

  SoloRun(WorkerSetup setup, SharedModel start, int partition, Shard shard) {
    Workbench bench = Workbench.borrow(setup.network());
    // Its state must last from step to step, as within a round.
    this.averaging =
        new ParameterAveraging(
            bench.network.statistics(),
            OptimizerStatePolicy.AVERAGE,
            new OuterStep.None(),
            Wire.FLOAT32);
    bench.giveBack();
    this.setup = setup;
    this.model = start;
    this.partition = partition;
    this.shard = shard;
  }

  /** The model after the steps so far. */
  SharedModel model() {
    return model;
  }

  /** Takes a step; gives the loss of its minibatch before the step. */
  double step() {
    Segment whole = new Segment(0, partition, 0, shard.rows());
    int minibatches = whole.minibatches(setup.network().batchSize());
    int place = (int) (taken % minibatches);
    Segment one =
        new Segment(
            0, partition, whole.start(place, minibatches), whole.start(place + 1, minibatches));
    Round round = new Round((int) (1 + taken / minibatches), taken + 1, List.of(one));
    WorkerResult result = Worker.run(setup, model, round, one, shard);
    model = averaging.combine(model, RoundResults.of(List.of(SentResult.whole(result))));
    taken++;
    return result.lossSum / result.examples;
  }
}
