package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.data.Shard;
import dev.tributary.data.ShardSet;
import dev.tributary.nn.Minibatch;
import dev.tributary.nn.Network;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import dev.tributary.optim.GradientClipping;
import dev.tributary.optim.LearningRateSchedule;
import dev.tributary.optim.Nesterov;
import dev.tributary.optim.Sgd;
import dev.tributary.optim.UpdateRule;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.TaskContext;
import org.junit.jupiter.api.Test;

/** Several workers: what their average is, and what it doesn't depend on. */
class ManyWorkersTest {
  private static final double RATE = 0.3;

  @Test
  void oneLocalStepOfEachIsAStepOnTheJointBatch() {
    NetworkSpec spec =
        Examples.network(
            "{type = dense, units = 8, activation = tanh},"
                + " {type = dense, units = 3, activation = softmax}");
    List<Shard> shards = Examples.shards(32, 9, 20);
    TrainingConfig config =
        new TrainingConfig(
            UpdateRule.of(new Sgd(), new GradientClipping.None()),
            new LearningRateSchedule.Constant(RATE),
            32,
            1,
            Optional.empty(),
            StatisticsPolicy.MOVING,
            5);
    Network network = new Network(spec, Shape.of(Examples.WIDTH), 61);
    float[] averaged = trainer(config, network, Examples.distributed(shards), 3, 1);

    float[] joint = network.parameters().initialize(config.seed());
    float[] gradient = new float[joint.length];
    network.gradient(jointBatch(shards), joint, new float[0], gradient, 0);
    for (int i = 0; i < joint.length; i++) {
      joint[i] -= (float) RATE * gradient[i];
    }
    for (int i = 0; i < joint.length; i++) {
      assertThat(averaged[i]).as("weight %d", i).isCloseTo(joint[i], within(1e-6f));
    }
  }

  @Test
  void whoIsFasterMakesNoDifference() {
    NetworkSpec spec =
        Examples.network(
            "{type = dense, units = 8}, batch_normalization, {type = activation, function = elu},"
                + " {type = dropout, rate = 0.2}, {type = dense, units = 3, activation = softmax}");
    TrainingConfig config = Examples.config(new Nesterov(0.9), 0.1, 8, 3);
    Network network = new Network(spec, Shape.of(Examples.WIDTH), 1);
    ShardSet data = Examples.distributed(Examples.shards(50, 33, 41, 20));
    float[] undisturbed = trainer(config, network, data, 2, 2);
    for (int slow = 0; slow < 2; slow++) {
      ShardSet delayed = new ShardSet(delayed(data, slow), data.partitions(), data.rows());
      assertThat(Examples.bits(trainer(config, network, delayed, 2, 2)))
          .isEqualTo(Examples.bits(undisturbed));
    }
  }

  @Test
  void theNumberOfWorkersMakesADifference() {
    NetworkSpec spec = Examples.network("{type = dense, units = 3, activation = softmax}");
    TrainingConfig config = Examples.config(new Sgd(), 0.1, 8, 1);
    Network network = new Network(spec, Shape.of(Examples.WIDTH), 1);
    ShardSet data = Examples.distributed(Examples.shards(40, 40));
    assertThat(trainer(config, network, data, 1, 2))
        .isNotEqualTo(trainer(config, network, data, 2, 2));
  }

  private static org.apache.spark.api.java.JavaRDD<Shard> delayed(ShardSet data, int slow) {
    return data.rdd()
        .mapPartitions(
            shards -> {
              if (TaskContext.getPartitionId() % 2 == slow) {
                Thread.sleep(30);
              }
              return shards;
            });
  }

  private static float[] trainer(
      TrainingConfig config, Network network, ShardSet data, int workers, int every) {
    return new Trainer(
            Examples.spark(),
            new TrainerSetup(
                config,
                new AveragingConfig(OptionalInt.of(workers), every, OptimizerStatePolicy.AVERAGE),
                workers),
            new StartingNetwork(network, TargetKind.CLASS_INDEX),
            new TrainingData(data))
        .run(TrainingListener.SILENT, () -> false)
        .model()
        .weights();
  }

  private static Minibatch jointBatch(List<Shard> shards) {
    int rows = shards.stream().mapToInt(Shard::rows).sum();
    Minibatch joint = new Minibatch(rows, Examples.WIDTH, TargetKind.CLASS_INDEX, 3);
    int next = 0;
    for (Shard shard : shards) {
      Minibatch part = new Minibatch(shard.rows(), Examples.WIDTH, TargetKind.CLASS_INDEX, 3);
      shard.fill(part, new int[0], 0, shard.rows());
      System.arraycopy(
          part.features, 0, joint.features, next * Examples.WIDTH, part.features.length);
      System.arraycopy(part.classes, 0, joint.classes, next, part.rows);
      next += part.rows;
    }
    joint.rows = rows;
    return joint;
  }
}
