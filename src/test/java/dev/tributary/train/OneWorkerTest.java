package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.data.Shard;
import dev.tributary.data.ShardSet;
import dev.tributary.math.RandomStream;
import dev.tributary.nn.Minibatch;
import dev.tributary.nn.Network;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import dev.tributary.optim.Adam;
import dev.tributary.optim.ClippingTally;
import dev.tributary.optim.Nesterov;
import dev.tributary.optim.Optimizer;
import dev.tributary.optim.StepSize;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** One worker on Spark is a plain loop on one machine, bit for bit. */
class OneWorkerTest {
  private static final NetworkSpec NETWORK =
      Examples.network(
          "{type = dense, units = 8}, batch_normalization, {type = activation, function = elu},"
              + " {type = dropout, rate = 0.3}, {type = dense, units = 3, activation = softmax}");
  private static final int BATCH = 16;
  private static final int EPOCHS = 3;

  @Test
  void momentumIsThatOfAPlainLoop() {
    equalsPlainLoop(new Nesterov(0.9), OptimizerStatePolicy.AVERAGE);
  }

  @Test
  void adamIsThatOfAPlainLoop() {
    equalsPlainLoop(new Adam(0.9, 0.999, 1e-8), OptimizerStatePolicy.AVERAGE);
  }

  @Test
  void stateThatIsResetStartsAnewEachRound() {
    equalsPlainLoop(new Adam(0.9, 0.999, 1e-8), OptimizerStatePolicy.RESET);
  }

  @Test
  void whereRoundsAreCutMakesNoDifference() {
    // Without dropout, whose draws belong to a round.
    NetworkSpec network =
        Examples.network(
            "{type = dense, units = 8}, batch_normalization, {type = activation, function = elu},"
                + " {type = dense, units = 3, activation = softmax}");
    List<Shard> shards = Examples.shards(128);
    float[] often = train(network, shards, new Nesterov(0.9), OptimizerStatePolicy.AVERAGE, 1);
    float[] seldom = train(network, shards, new Nesterov(0.9), OptimizerStatePolicy.AVERAGE, 4);
    assertThat(Examples.bits(often)).isEqualTo(Examples.bits(seldom));
  }

  private static void equalsPlainLoop(Optimizer optimizer, OptimizerStatePolicy policy) {
    List<Shard> shards = Examples.shards(75, 74);
    int every = 2;
    float[] distributed = train(NETWORK, shards, optimizer, policy, every);

    Network network = new Network(NETWORK, Shape.of(Examples.WIDTH), BATCH);
    TrainingConfig config = Examples.config(optimizer, 0.05, BATCH, EPOCHS);
    float[] weights = network.parameters().initialize(config.seed());
    float[] statistics = network.statistics().initialize(config.seed());
    float[] gradient = new float[weights.length];
    float[][] state = optimizer.newState(weights.length);
    Minibatch batch = new Minibatch(BATCH, Examples.WIDTH, TargetKind.CLASS_INDEX, 3);
    long round = 0;
    long stateSteps = 0;
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      int[] shardOrder =
          new RandomStream(RandomSeeds.shards(config.seed(), epoch)).permutation(shards.size());
      for (int s : shardOrder) {
        Shard shard = shards.get(s);
        int[] order =
            new RandomStream(RandomSeeds.examples(config.seed(), epoch, s))
                .permutation(shard.rows());
        for (int from = 0; from < shard.rows(); from += BATCH * every) {
          int to = Math.min(shard.rows(), from + BATCH * every);
          int minibatches = (to - from + BATCH - 1) / BATCH;
          round++;
          for (int i = 0; i < minibatches; i++) {
            int start = from + (to - from) * i / minibatches;
            int end = from + (to - from) * (i + 1) / minibatches;
            shard.fill(batch, order, start, end);
            long seed = RandomStream.derive(RandomSeeds.steps(config.seed(), round, 0), i);
            network.gradient(batch, weights, statistics, gradient, seed);
            config.clipping().clip(gradient, weights, network.parameters(), new ClippingTally());
            StepSize size = StepSize.of(0.05, ++stateSteps);
            optimizer.step(weights, gradient, state, 0, weights.length, size);
          }
          if (policy == OptimizerStatePolicy.RESET) {
            state = optimizer.newState(weights.length);
            stateSteps = 0;
          }
        }
      }
    }
    assertThat(Examples.bits(distributed)).isEqualTo(Examples.bits(weights));
  }

  private static float[] train(
      NetworkSpec spec,
      List<Shard> shards,
      Optimizer optimizer,
      OptimizerStatePolicy policy,
      int every) {
    ShardSet data = Examples.distributed(shards);
    return new Trainer(
            Examples.spark(),
            new TrainerSetup(
                Examples.config(optimizer, 0.05, BATCH, EPOCHS),
                new AveragingConfig(OptionalInt.of(1), every, policy),
                1),
            new StartingNetwork(
                new Network(spec, Shape.of(Examples.WIDTH), 1), TargetKind.CLASS_INDEX),
            new TrainingData(data))
        .run(TrainingListener.SILENT, () -> false)
        .model()
        .weights();
  }
}
