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
import dev.tributary.optim.LearningRateSchedule;
import dev.tributary.optim.Nesterov;
import dev.tributary.optim.Sgd;
import dev.tributary.techniques.Proves;
import dev.tributary.train.TrainingOutcome.Ending;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class NewStatisticsTest {
  private static final Shape INPUT = Shape.of(Examples.WIDTH);
  private static final NetworkSpec FIRST =
      Examples.network(
          "batch_normalization, {type = dropout, rate = 0.5},"
              + " {type = dense, units = 3, activation = softmax}");
  private static final NetworkSpec DEEP =
      Examples.network(
          "batch_normalization, {type = dense, units = 5}, batch_normalization,"
              + " {type = activation, function = elu}, {type = dropout, rate = 0.5},"
              + " {type = dense, units = 4}, batch_normalization,"
              + " {type = dense, units = 3, activation = softmax}");

  @Proves("training/recompute-statistics")
  @Test
  void areTheMomentsOfTheTrainingDataWhereANormalizationStandsFirst() {
    List<Shard> one = Examples.shards(150);
    double[] expected = moments(one.get(0));
    for (List<Shard> shards : List.of(one, cut(one.get(0), 70, 13, 67))) {
      TrainingOutcome outcome =
          train(FIRST, shards, shards.size(), StatisticsPolicy.RECOMPUTED, () -> false);
      float[] found = outcome.model().statistics();
      assertThat(found).hasSize(expected.length);
      for (int i = 0; i < expected.length; i++) {
        assertThat((double) found[i]).isCloseTo(expected[i], within(2e-6));
      }
    }
  }

  /** Deeper down it takes a second implementation of the pooling, over all minibatches at once. */
  @Proves("training/recompute-statistics")
  @Test
  void poolWhatEveryMinibatchMeasures() {
    List<Shard> shards = Examples.shards(50, 3, 41);
    Network network = new Network(DEEP, INPUT, 16);
    SharedModel model = start(network);
    float[] found = recomputed(DEEP, shards, Set.of()).statistics;

    int size = network.statistics().size();
    double[] means = new double[size];
    double[] squares = new double[size];
    Minibatch batch = new Minibatch(16, Examples.WIDTH, TargetKind.CLASS_INDEX, 3);
    for (int s = 0; s < shards.size(); s++) {
      int rows = shards.get(s).rows();
      int[] order = Worker.order(11, 0, s, rows);
      int batches = (rows + 15) / 16;
      for (int i = 0; i < batches; i++) {
        shards.get(s).fill(batch, order, rows * i / batches, rows * (i + 1) / batches);
        float[] own = new float[size];
        network.measure(batch.features, batch.rows, model.weights, own);
        for (int[] unit : units()) {
          means[unit[0]] += own[unit[0]] * (batch.rows / 94.0);
          squares[unit[0]] +=
              ((double) own[unit[0]] * own[unit[0]] + own[unit[1]]) * (batch.rows / 94.0);
        }
      }
    }
    for (int[] unit : units()) {
      double mean = means[unit[0]];
      assertThat((double) found[unit[0]]).isCloseTo(mean, within(1e-6));
      assertThat((double) found[unit[1]]).isCloseTo(squares[unit[0]] - mean * mean, within(1e-5));
    }
  }

  @Test
  void areTheSameBitsEveryTime() {
    List<Shard> shards = Examples.shards(50, 3, 41, 20);
    int[] first = Examples.bits(recomputed(DEEP, shards, Set.of()).statistics);
    assertThat(Examples.bits(recomputed(DEEP, shards, Set.of()).statistics)).isEqualTo(first);
  }

  @Test
  void leaveFrozenLayersAlone() {
    String frozen = "batch_normalization_2";
    float[] before = start(new Network(DEEP, INPUT, 1)).statistics;
    float[] after = recomputed(DEEP, Examples.shards(50, 3, 41), Set.of(frozen)).statistics;
    int from = 2 * Examples.WIDTH;
    int to = from + 2 * 5;
    assertThat(Examples.bits(Arrays.copyOfRange(after, from, to)))
        .isEqualTo(Examples.bits(Arrays.copyOfRange(before, from, to)));
    assertThat(after[0]).isNotEqualTo(before[0]);
    assertThat(after[to]).isNotEqualTo(before[to]);
  }

  @Test
  void leaveTheWeightsAndTheValidationIsTheirs() {
    List<Shard> shards = Examples.shards(80, 70, 60);
    TrainingOutcome moving = train(DEEP, shards, 2, StatisticsPolicy.MOVING, () -> false);
    TrainingOutcome anew = train(DEEP, shards, 2, StatisticsPolicy.RECOMPUTED, () -> false);
    assertThat(Examples.bits(anew.model().weights()))
        .isEqualTo(Examples.bits(moving.model().weights()));
    assertThat(anew.model().statistics()).isNotEqualTo(moving.model().statistics());

    ShardSet data = Examples.distributed(shards);
    Evaluation expected =
        new Evaluator(Examples.spark(), DEEP, INPUT, TargetKind.CLASS_INDEX)
            .evaluate(
                anew.model().weights(),
                anew.model().statistics(),
                new ShardSet(data.rdd(), List.of(2), List.of(60)));
    assertThat(anew.validation().orElseThrow().loss()).isEqualTo(expected.loss());
    assertThat(moving.validation().orElseThrow().loss()).isNotEqualTo(expected.loss());
  }

  @Test
  void areNotComputedWhereARunIsInterruptedOrNothingIsNormalized() {
    List<Shard> shards = Examples.shards(80, 70, 60);
    int[] asked = {0};
    TrainingOutcome interrupted =
        train(DEEP, shards, 2, StatisticsPolicy.RECOMPUTED, () -> ++asked[0] > 3);
    int[] again = {0};
    TrainingOutcome moving = train(DEEP, shards, 2, StatisticsPolicy.MOVING, () -> ++again[0] > 3);
    assertThat(interrupted.ending()).isEqualTo(Ending.INTERRUPTED);
    assertThat(interrupted.model().statistics()).isEqualTo(moving.model().statistics());

    NetworkSpec plain = Examples.network("{type = dense, units = 3, activation = softmax}");
    TrainingOutcome outcome = train(plain, shards, 2, StatisticsPolicy.RECOMPUTED, () -> false);
    assertThat(outcome.model().statistics()).isEmpty();
    assertThat(outcome.validation()).isPresent();
  }

  /** Trains on the first shards; the others are for validation. */
  private static TrainingOutcome train(
      NetworkSpec spec,
      List<Shard> shards,
      int trained,
      StatisticsPolicy policy,
      BooleanSupplier interrupted) {
    ShardSet all = Examples.distributed(shards);
    TrainingConfig config = Examples.config(new Nesterov(0.9), 0.05, 16, 2);
    return new Trainer(
            Examples.spark(),
            new TrainerSetup(
                new TrainingConfig(
                    config.update(),
                    config.learningRate(),
                    config.batchSize(),
                    config.epochs(),
                    config.earlyStopping(),
                    policy,
                    config.seed()),
                new AveragingConfig(OptionalInt.of(2), 2, OptimizerStatePolicy.AVERAGE),
                2),
            new StartingNetwork(new Network(spec, INPUT, 1), TargetKind.CLASS_INDEX),
            new TrainingData(part(all, 0, trained), part(all, trained, shards.size())))
        .run(TrainingListener.SILENT, interrupted);
  }

  private static ShardSet part(ShardSet all, int from, int to) {
    return new ShardSet(
        all.rdd(), all.partitions().subList(from, to), all.rows().subList(from, to));
  }

  /** Those of an untrained model. */
  private static SharedModel recomputed(NetworkSpec spec, List<Shard> shards, Set<String> frozen) {
    TrainingConfig config = Examples.config(new Sgd(), 0.05, 16, 1);
    Network network = new Network(spec, INPUT, 1);
    WorkerSetup setup =
        new WorkerSetup(
            new NetworkSetup(
                UUID.randomUUID().toString(), spec, INPUT, 16, 1, TargetKind.CLASS_INDEX, frozen),
            config.update(),
            new LearningRateSchedule.Constant(0.05),
            Map.of(),
            config.seed());
    return new NewStatistics(Examples.spark(), setup, network.statistics())
        .of(start(network), Examples.distributed(shards));
  }

  /** With statistics that nothing measured could equal by chance. */
  private static SharedModel start(Network network) {
    float[] statistics = new float[network.statistics().size()];
    for (int i = 0; i < statistics.length; i++) {
      statistics[i] = 0.37f + 0.01f * i;
    }
    return SharedModel.untrained(network.parameters().initialize(3), statistics, new float[0][]);
  }

  /** Where each unit's mean and variance lie. */
  private static List<int[]> units() {
    List<int[]> units = new ArrayList<>();
    int from = 0;
    for (int width : new int[] {Examples.WIDTH, 5, 4}) {
      for (int j = 0; j < width; j++) {
        units.add(new int[] {from + j, from + width + j});
      }
      from += 2 * width;
    }
    return units;
  }

  private static List<Shard> cut(Shard whole, int... sizes) {
    Minibatch all = filled(whole);
    List<Shard> parts = new ArrayList<>();
    int from = 0;
    for (int size : sizes) {
      parts.add(
          Shard.ofFloats(
              Examples.WIDTH,
              Arrays.copyOfRange(
                  all.features, from * Examples.WIDTH, (from + size) * Examples.WIDTH),
              Arrays.copyOfRange(all.classes, from, from + size),
              new float[0]));
      from += size;
    }
    return parts;
  }

  private static double[] moments(Shard shard) {
    float[] features = filled(shard).features;
    int rows = shard.rows();
    double[] moments = new double[2 * Examples.WIDTH];
    for (int j = 0; j < Examples.WIDTH; j++) {
      for (int row = 0; row < rows; row++) {
        moments[j] += features[row * Examples.WIDTH + j] / (double) rows;
      }
      for (int row = 0; row < rows; row++) {
        double distance = features[row * Examples.WIDTH + j] - moments[j];
        moments[Examples.WIDTH + j] += distance * distance / rows;
      }
    }
    return moments;
  }

  private static Minibatch filled(Shard shard) {
    Minibatch all = new Minibatch(shard.rows(), Examples.WIDTH, TargetKind.CLASS_INDEX, 3);
    shard.fill(all, new int[0], 0, shard.rows());
    return all;
  }
}
