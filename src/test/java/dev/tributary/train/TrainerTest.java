package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.data.ShardSet;
import dev.tributary.nn.Network;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import dev.tributary.optim.GradientClipping;
import dev.tributary.optim.LearningRateSchedule;
import dev.tributary.optim.Nesterov;
import dev.tributary.optim.Sgd;
import dev.tributary.optim.UpdateRule;
import dev.tributary.techniques.Proves;
import dev.tributary.train.TrainingOutcome.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private static final NetworkSpec SPEC =
      Examples.network(
          "{type = dense, units = 16}, batch_normalization, {type = activation, function = elu},"
              + " {type = dense, units = 3, activation = softmax}");

  @Test
  void learnsAndCountsEveryExample() {
    List<EpochResult> epochs = new ArrayList<>();
    TrainingOutcome outcome =
        trainer(Examples.config(new Nesterov(0.9), 0.1, 16, 8)).run(recorder(epochs), () -> false);
    assertThat(outcome.ending()).isEqualTo(Ending.FINISHED);
    assertThat(outcome.epochs()).isEqualTo(8);
    assertThat(outcome.examples()).isEqualTo(8 * 400);
    // Shards of 130, 130 and 140 rows on two workers, 64 examples a segment: 3, 3 and 3 segments.
    assertThat(outcome.rounds()).isEqualTo(8 * 6);
    assertThat(epochs).hasSize(8).allMatch(epoch -> epoch.examples() == 400);
    assertThat(epochs.get(7).loss()).isLessThan(epochs.get(0).loss() / 2);
    assertThat(outcome.validation().orElseThrow().values().get("accuracy")).isGreaterThan(0.9);
    assertThat(outcome.times().compute()).isBetween(1L, outcome.times().rounds());
    assertThat(outcome.times().broadcast()).isPositive();
    assertThat(outcome.times().waiting()).isPositive();
    assertThat(outcome.times().sum()).isPositive();
    assertThat(epochs.stream().map(EpochResult::times).reduce(Times.ZERO, Times::plus))
        .isEqualTo(outcome.times());
  }

  @Test
  void endsAfterTheRoundThatWasRunningWhenItIsInterrupted() {
    int[] asked = {0};
    TrainingOutcome outcome =
        trainer(Examples.config(new Nesterov(0.9), 0.1, 16, 8))
            .run(TrainingListener.SILENT, () -> ++asked[0] > 8);
    assertThat(outcome.ending()).isEqualTo(Ending.INTERRUPTED);
    assertThat(outcome.epochs()).isEqualTo(1);
    assertThat(outcome.rounds()).isEqualTo(8);
    assertThat(outcome.examples()).isGreaterThan(400);
  }

  @Proves("regularization/early-stopping")
  @Test
  void stopsEarlyAndKeepsTheBestModel() {
    TrainingConfig config =
        new TrainingConfig(
            UpdateRule.of(new Sgd(), new GradientClipping.None()),
            new LearningRateSchedule.Constant(2.0),
            16,
            60,
            Optional.of(new EarlyStopping(new MonitoredMetric("validation.loss"), 3, 0)),
            StatisticsPolicy.MOVING,
            11);
    List<EpochResult> epochs = new ArrayList<>();
    TrainingOutcome outcome = trainer(config).run(recorder(epochs), () -> false);
    assertThat(outcome.ending()).isEqualTo(Ending.STOPPED_EARLY);
    int best = outcome.bestEpoch().getAsInt();
    assertThat(outcome.epochs()).isEqualTo(best + 3).isLessThan(60);
    double bestLoss = epochs.get(best - 1).validation().orElseThrow().loss();
    assertThat(epochs).allMatch(epoch -> epoch.validation().orElseThrow().loss() >= bestLoss);

    // The kept model is that epoch's: a run that ends there has the same.
    TrainingConfig shorter =
        new TrainingConfig(
            config.update(),
            config.learningRate(),
            16,
            best,
            Optional.empty(),
            StatisticsPolicy.MOVING,
            11);
    assertThat(Examples.bits(outcome.model().weights()))
        .isEqualTo(
            Examples.bits(
                trainer(shorter).run(TrainingListener.SILENT, () -> false).model().weights()));
  }

  @Test
  void refusesALossThatIsNotANumber() {
    TrainingConfig config =
        new TrainingConfig(
            UpdateRule.of(new Sgd(), new GradientClipping.None()),
            new LearningRateSchedule.Constant(1e38),
            16,
            3,
            Optional.empty(),
            StatisticsPolicy.MOVING,
            11);
    assertThatThrownBy(() -> trainer(config).run(TrainingListener.SILENT, () -> false))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("epoch 1")
        .hasMessageContaining("round ")
        .hasMessageContaining(" from its step ")
        .hasMessageContaining("clipping gradients (training.clipping")
        .hasMessageContaining("training.learning-rate");
  }

  private static Trainer trainer(TrainingConfig config) {
    ShardSet all = Examples.distributed(Examples.shards(130, 130, 140, 50));
    return new Trainer(
        Examples.spark(),
        new TrainerSetup(
            config, new AveragingConfig(OptionalInt.of(2), 4, OptimizerStatePolicy.AVERAGE), 2),
        new StartingNetwork(new Network(SPEC, Shape.of(Examples.WIDTH), 1), TargetKind.CLASS_INDEX),
        new TrainingData(
            new ShardSet(all.rdd(), List.of(0, 1, 2), List.of(130, 130, 140)),
            new ShardSet(all.rdd(), List.of(3), List.of(50))));
  }

  private static TrainingListener recorder(List<EpochResult> epochs) {
    return new TrainingListener() {
      @Override
      public void epochStarted(int epoch, long examples) {}

      @Override
      public void roundFinished(FinishedRound round) {}

      @Override
      public void epochFinished(EpochResult result) {
        epochs.add(result);
      }
    };
  }
}
