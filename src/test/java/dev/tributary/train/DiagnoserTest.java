package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.data.ShardSet;
import dev.tributary.nn.Network;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import dev.tributary.nn.diagnosis.Clipping;
import dev.tributary.nn.diagnosis.Diagnosis;
import dev.tributary.nn.diagnosis.Measurement;
import dev.tributary.optim.Adam;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class DiagnoserTest {
  private static final NetworkSpec NETWORK =
      Examples.network(
          "{type = dense, units = 8}, batch_normalization, {type = activation, function = elu},"
              + " {type = dropout, rate = 0.3}, {type = dense, units = 3, activation = softmax}");
  private static final int BATCH = 16;
  private static final int STEPS_AN_EPOCH = 5;

  @Test
  void itsStepsAreThoseOfARunWithOneWorker() {
    Trainer trainer = trainer(0.05);
    TrainingOutcome outcome = trainer.run(TrainingListener.SILENT, () -> false);
    int steps = 2 * STEPS_AN_EPOCH;
    Diagnosis diagnosis = trainer.diagnoser().run(steps);

    assertThat(diagnosis.brokenStep()).isZero();
    assertThat(diagnosis.measurements()).hasSize(2);
    Measurement first = diagnosis.measurements().get(0);
    Measurement last = diagnosis.measurements().get(1);
    assertThat(first.when()).isEqualTo("at initialization");
    assertThat(last.steps()).isEqualTo(steps);
    assertThat(last.rows()).isEqualTo(STEPS_AN_EPOCH * BATCH);
    assertThat(last).isNotEqualTo(first);
    assertThat(trainer.diagnoser().measure(outcome.model(), "after 10 steps")).isEqualTo(last);
  }

  @Test
  void theSeedDecidesAll() {
    assertThat(trainer(0.05).diagnoser().run(7)).isEqualTo(trainer(0.05).diagnoser().run(7));
  }

  /** What becomes of the optimizer's state between rounds has no part in a single round. */
  @Test
  void stepsAreThoseOfOneRound() {
    assertThat(trainer(0.05, 0, OptimizerStatePolicy.RESET).diagnoser().run(7))
        .isEqualTo(trainer(0.05).diagnoser().run(7));
  }

  @Test
  void measuringChangesNoBitOfARun() {
    List<EpochResult> epochs = new ArrayList<>();
    TrainingListener recorder =
        new TrainingListener() {
          @Override
          public void epochStarted(int epoch, long examples) {}

          @Override
          public void roundFinished(FinishedRound round) {}

          @Override
          public void epochFinished(EpochResult result) {
            epochs.add(result);
          }
        };
    SharedModel plain = trainer(0.05).run(TrainingListener.SILENT, () -> false).model();
    SharedModel measured = trainer(0.05, 2).run(recorder, () -> false).model();

    assertThat(Examples.bits(measured.weights())).isEqualTo(Examples.bits(plain.weights()));
    assertThat(Examples.bits(measured.statistics())).isEqualTo(Examples.bits(plain.statistics()));
    assertThat(epochs.get(0).diagnosis()).isEmpty();
    assertThat(epochs.get(1).diagnosis().orElseThrow().when()).isEqualTo("after epoch 2");
    assertThat(epochs.get(1).times().evaluate()).isPositive();
  }

  @Test
  void aRunThatLeavesTheNumbersIsToldAndNotThrown() {
    Diagnosis diagnosis = trainer(1e38).diagnoser().run(20);

    assertThat(diagnosis.brokenStep()).isBetween(1L, 20L);
    assertThat(diagnosis.measurements().get(0).loss()).isFinite();
  }

  @Test
  void withoutStepsThereIsOneMeasurement() {
    assertThat(trainer(0.05).diagnoser().run(0).measurements()).hasSize(1);
    assertThat(trainer(0.05).diagnoser().clipping()).isEqualTo(Clipping.USED);
  }

  private static Trainer trainer(double rate) {
    return trainer(rate, 0);
  }

  private static Trainer trainer(double rate, int diagnoseEvery) {
    return trainer(rate, diagnoseEvery, OptimizerStatePolicy.AVERAGE);
  }

  private static Trainer trainer(double rate, int diagnoseEvery, OptimizerStatePolicy policy) {
    ShardSet data = Examples.distributed(Examples.shards(STEPS_AN_EPOCH * BATCH));
    return new Trainer(
        Examples.spark(),
        new TrainerSetup(
            Examples.config(new Adam(0.9, 0.999, 1e-8), rate, BATCH, 2),
            new AveragingConfig(OptionalInt.of(1), 1, policy),
            1,
            diagnoseEvery),
        new StartingNetwork(
            new Network(NETWORK, Shape.of(Examples.WIDTH), 1), TargetKind.CLASS_INDEX),
        new TrainingData(data));
  }
}
