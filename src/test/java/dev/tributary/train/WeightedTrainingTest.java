package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.data.Shard;
import dev.tributary.data.ShardSet;
import dev.tributary.model.Evaluation;
import dev.tributary.nn.Minibatch;
import dev.tributary.nn.Network;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import dev.tributary.optim.GradientClipping;
import dev.tributary.optim.LearningRateSchedule;
import dev.tributary.optim.Sgd;
import dev.tributary.optim.UpdateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Examples that count more or less, through Spark. */
class WeightedTrainingTest {
  private static final double RATE = 0.3;
  private static final float[] CLASS_WEIGHTS = {1f, 4f, 0.5f};
  private static final NetworkSpec SPEC =
      Examples.network(
          "{type = dense, units = 8, activation = tanh},"
              + " {type = dense, units = 3, activation = softmax}");

  @Test
  void oneLocalStepOfEachIsAStepOnTheJointWeightedBatch() {
    List<Shard> shards = weighted(32, 9, 20);
    TrainingOutcome outcome = train(shards, 3);

    Minibatch joint = joint(shards);
    Network network = new Network(SPEC, Shape.of(Examples.WIDTH), joint.rows);
    float[] expected = network.parameters().initialize(5);
    float[] gradient = new float[expected.length];
    double loss = network.gradient(joint, expected, new float[0], gradient, 0);
    for (int i = 0; i < expected.length; i++) {
      expected[i] -= (float) RATE * gradient[i];
    }
    assertThat(outcome.loss()).isCloseTo(loss, within(1e-6));
    for (int i = 0; i < expected.length; i++) {
      assertThat(outcome.model().weights[i]).isCloseTo(expected[i], within(1e-6f));
    }

    joint.countAlike();
    float[] unweighted = new float[gradient.length];
    float[] start = network.parameters().initialize(5);
    network.gradient(joint, start, new float[0], unweighted, 0);
    assertThat(unweighted).isNotEqualTo(gradient);
  }

  @Test
  void theSameBitsAgain() {
    List<Shard> shards = weighted(32, 9, 20);
    assertThat(Examples.bits(train(shards, 2).model().weights))
        .isEqualTo(Examples.bits(train(shards, 2).model().weights));
  }

  @Test
  void anEvaluationIsUnweighted() {
    float[] weights = new Network(SPEC, Shape.of(Examples.WIDTH), 1).parameters().initialize(3);
    Evaluator evaluator =
        new Evaluator(Examples.spark(), SPEC, Shape.of(Examples.WIDTH), TargetKind.CLASS_INDEX);
    Evaluation plain =
        evaluator.evaluate(weights, new float[0], Examples.distributed(Examples.shards(32, 9, 20)));
    Evaluation same =
        evaluator.evaluate(weights, new float[0], Examples.distributed(weighted(32, 9, 20)));
    assertThat(same.loss()).isEqualTo(plain.loss());
  }

  private static TrainingOutcome train(List<Shard> shards, int workers) {
    TrainingConfig config =
        new TrainingConfig(
            UpdateRule.of(new Sgd(), new GradientClipping.None()),
            new LearningRateSchedule.Constant(RATE),
            32,
            1,
            Optional.empty(),
            StatisticsPolicy.MOVING,
            5);
    ShardSet data = Examples.distributed(shards);
    return new Trainer(
            Examples.spark(),
            new TrainerSetup(
                config,
                new AveragingConfig(OptionalInt.of(workers), 1, OptimizerStatePolicy.AVERAGE),
                workers),
            new StartingNetwork(
                new Network(SPEC, Shape.of(Examples.WIDTH), 1), TargetKind.CLASS_INDEX),
            new TrainingData(data))
        .run(TrainingListener.SILENT, () -> false);
  }

  /** Weights from 0 to 3 of the rows, times those of their classes. */
  private static List<Shard> weighted(int... sizes) {
    Random random = new Random(3);
    List<Shard> weighted = new ArrayList<>();
    for (Shard shard : Examples.shards(sizes)) {
      float[] weights = new float[shard.rows()];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = random.nextInt(4);
      }
      weighted.add(shard.weighted(weights, CLASS_WEIGHTS));
    }
    return weighted;
  }

  /** All rows in one batch; the weights are multiplied here, not by the shards. */
  private static Minibatch joint(List<Shard> shards) {
    Random random = new Random(3);
    int rows = shards.stream().mapToInt(Shard::rows).sum();
    Minibatch joint = new Minibatch(rows, Examples.WIDTH, TargetKind.CLASS_INDEX, 3);
    joint.weigh();
    int next = 0;
    for (Shard shard : shards) {
      Minibatch part = new Minibatch(shard.rows(), Examples.WIDTH, TargetKind.CLASS_INDEX, 3);
      shard.fill(part, new int[0], 0, shard.rows());
      for (int row = 0; row < part.rows; row++, next++) {
        System.arraycopy(
            part.features,
            row * Examples.WIDTH,
            joint.features,
            next * Examples.WIDTH,
            Examples.WIDTH);
        joint.classes[next] = part.classes[row];
        joint.weights[next] = random.nextInt(4) * CLASS_WEIGHTS[part.classes[row]];
      }
    }
    joint.rows = rows;
    return joint;
  }
}
