package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.data.Shard;
import dev.tributary.nn.Network;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import dev.tributary.optim.Nesterov;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A worker's part done again, as Spark does it for a lost task, is the same part. */
class WorkerTest {
  private static final NetworkSpec SPEC =
      Examples.network(
          "{type = dense, units = 8}, batch_normalization, {type = activation, function = elu},"
              + " {type = dropout, rate = 0.3}, {type = dense, units = 3, activation = softmax}");

  @Test
  void doesTheSameAgainWhateverItsBuffersHeldInBetween() {
    TrainingConfig config = Examples.config(new Nesterov(0.9), 0.1, 8, 1);
    NetworkSetup network =
        new NetworkSetup(
            "worker-test", SPEC, Shape.of(Examples.WIDTH), 8, 1, TargetKind.CLASS_INDEX, Set.of());
    WorkerSetup setup =
        new WorkerSetup(network, config.update(), config.learningRate(), Map.of(), config.seed());
    SharedModel shared =
        SharedModel.initial(
            new Network(SPEC, Shape.of(Examples.WIDTH), 1), ReusedLayers.none(), 1, config.seed());
    float[] before = shared.weights.clone();
    List<Shard> shards = Examples.shards(50, 37);
    Segment mine = new Segment(0, 0, 3, 45);
    Segment other = new Segment(1, 1, 0, 37);
    Round round = new Round(1, 1, List.of(mine, other));

    WorkerResult first = Worker.run(setup, shared, round, mine, shards.get(0));
    WorkerResult between = Worker.run(setup, shared, round, other, shards.get(1));
    WorkerResult again = Worker.run(setup, shared, round, mine, shards.get(0));

    assertThat(Examples.bits(again.weights)).isEqualTo(Examples.bits(first.weights));
    assertThat(Examples.bits(again.statistics)).isEqualTo(Examples.bits(first.statistics));
    assertThat(Examples.bits(again.optimizerState[0]))
        .isEqualTo(Examples.bits(first.optimizerState[0]));
    assertThat(again.lossSum).isEqualTo(first.lossSum);
    assertThat(between.weights).isNotEqualTo(first.weights);
    assertThat(Examples.bits(shared.weights)).isEqualTo(Examples.bits(before));
  }
}
