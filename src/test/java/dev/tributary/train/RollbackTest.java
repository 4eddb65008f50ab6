package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.optim.Rollback;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A run that leaves the range of numbers, and goes back. */
class RollbackTest {
  private static final String RATE = "learning-rate { schedule = constant, value = %s }, ";

  /** A rate at which the first loss after the boundary's step can't be a number. */
  private static final String JUMP =
      "learning-rate { schedule = piecewise, boundaries = [20], values = [%s, %s] }, ";

  /** Powers of two: rates scaled by them are exact. */
  private static final double HUGE = 0x1p126;

  private final List<EpochResult> epochs = new ArrayList<>();
  private final List<Rollback> told = new ArrayList<>();

  private final TrainingListener listener =
      new TrainingListener() {
        @Override
        public void epochStarted(int epoch, long examples) {}

        @Override
        public void roundFinished(FinishedRound round) {
          assertThat(round.epochLoss()).isFinite();
        }

        @Override
        public void wentBack(Rollback rollback, int left) {
          told.add(rollback);
        }

        @Override
        public void epochFinished(EpochResult result) {
          epochs.add(result);
        }
      };

  @Test
  void goesOnFromBeforeTheRoundAtALowerRate() {
    String job = RATE.formatted(HUGE) + rollback(0x1p-130, 3);
    TrainingOutcome outcome = run(job, "averaging.every = 2");

    // It diverged in the first round: what follows is a run at the lower rate from the beginning.
    TrainingOutcome lower = run(RATE.formatted(0x1p-4), "averaging.every = 2");
    assertThat(Examples.bits(outcome.model().weights()))
        .isEqualTo(Examples.bits(lower.model().weights()));
    assertThat(outcome.examples()).isEqualTo(lower.examples()).isEqualTo(3 * 271);
    assertThat(outcome.rounds()).isEqualTo(lower.rounds());
    assertThat(outcome.loss()).isEqualTo(lower.loss());
    assertThat(outcome.rollbacks()).hasSize(1).isEqualTo(told);
    Rollback rollback = outcome.rollbacks().get(0);
    assertThat(rollback.epoch()).isEqualTo(1);
    assertThat(rollback.round()).isEqualTo(1);
    assertThat(rollback.undone()).isZero();
    assertThat(rollback.rateScale()).isEqualTo(0x1p-130);
    assertThat(rollback.reason()).contains("is not a finite number");
    assertThat(epochs.get(0).rollbacks()).isEqualTo(told);
    assertThat(epochs.get(1).rollbacks()).isEmpty();
    assertThat(epochs.get(0).learningRate()).isEqualTo(0x1p-4);
  }

  @Test
  void goesOnFromTheBeginningOfTheEpochWhereTheRoundFailsAgain() {
    String job = JUMP.formatted(1, HUGE) + rollback(0x1p-40, 5);
    TrainingOutcome outcome = run(job, "averaging.every = 2");

    List<Rollback> rollbacks = outcome.rollbacks();
    assertThat(rollbacks.get(0).round()).isEqualTo(rollbacks.get(1).round()).isGreaterThan(1);
    assertThat(rollbacks.get(0).undone()).isZero();
    assertThat(rollbacks.get(1).undone()).isEqualTo(rollbacks.get(1).round() - 1);

    // The last time it went back to the beginning of the first epoch, which is the run's.
    Rollback last = rollbacks.get(rollbacks.size() - 1);
    assertThat(last.epoch()).isEqualTo(1);
    assertThat(last.undone()).isEqualTo(last.round() - 1);
    double scale = Math.pow(2, -40.0 * rollbacks.size());
    assertThat(last.rateScale()).isEqualTo(scale);
    String lowered = JUMP.formatted(scale, HUGE * scale);
    TrainingOutcome lower = run(lowered, "averaging.every = 2");
    assertThat(Examples.bits(outcome.model().weights()))
        .isEqualTo(Examples.bits(lower.model().weights()));
    assertThat(outcome.rounds()).isEqualTo(lower.rounds());
    assertThat(outcome.examples()).isEqualTo(3 * 271);
  }

  @Test
  void endsWhereItMayNotGoBackOnceMore() {
    assertThatThrownBy(() -> run(RATE.formatted(HUGE) + rollback(0.5, 2), "averaging.every = 2"))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("diverged in epoch 1, round 1")
        .hasMessageContaining("It went back before, 2 times, and its learning rate is 0.25 times");
    assertThat(told).hasSize(2);
    assertThatThrownBy(() -> run(RATE.formatted(HUGE) + "on-divergence = fail", ""))
        .isInstanceOf(DivergedException.class)
        .hasMessageNotContaining("went back");
  }

  /** Stopped after each round, its state written and read, while rounds grow with a lower rate. */
  @Test
  void isResumedWithTheSameBits() {
    String job = JUMP.formatted(0.125, HUGE) + rollback(0x1p-64, 5);
    String averaging = "averaging.every { schedule = qsr, base = 1, alpha = 0.125 }";
    TrainingOutcome whole = run(job, averaging);
    assertThat(whole.rollbacks()).hasSizeGreaterThan(1);
    List<String> story = story();

    OneRoundAtATime kept = new OneRoundAtATime();
    TrainingOutcome part;
    do {
      int[] asked = {0};
      part = trainer(job, averaging).run(listener, () -> asked[0]++ == 1, kept);
    } while (part.ending() == TrainingOutcome.Ending.INTERRUPTED);
    assertThat(kept.rounds).isSorted().doesNotHaveDuplicates();
    assertThat(story()).isEqualTo(story);
    assertThat(part.rollbacks()).isEqualTo(whole.rollbacks());
    assertThat(Examples.bits(part.model().weights()))
        .isEqualTo(Examples.bits(whole.model().weights()));
    assertThat(part.model().rateScale).isCloseTo(whole.model().rateScale, within(0.0));
  }

  private static final class OneRoundAtATime implements Checkpointing {
    private byte[] last;
    private final List<Long> rounds = new ArrayList<>();

    @Override
    public Optional<RunState> start() {
      return Optional.ofNullable(last).map(StateBytes::read);
    }

    @Override
    public void reached(RunState state) {
      if (!state.isBetweenEpochs()) {
        rounds.add(state.roundsDone());
      }
    }

    @Override
    public void ended(RunState state) {
      last = StateBytes.of(state);
    }
  }

  /** What was told since the last time. */
  private List<String> story() {
    List<String> story = new ArrayList<>();
    for (EpochResult epoch : epochs) {
      story.add(
          "%d %d %s %s %s"
              .formatted(
                  epoch.epoch(),
                  epoch.rounds(),
                  epoch.loss(),
                  epoch.learningRate(),
                  epoch.rollbacks()));
    }
    told.forEach(rollback -> story.add(rollback.toString()));
    epochs.clear();
    told.clear();
    return story;
  }

  private TrainingOutcome run(String training, String averaging) {
    return trainer(training, averaging).run(listener, () -> false);
  }

  private static Trainer trainer(String training, String averaging) {
    return AveragedRuns.trainer(
        AveragedRuns.config(training, 3), AveragedRuns.averaging(averaging), 2);
  }

  private static String rollback(double factor, int most) {
    return "on-divergence { type = rollback, factor = %s, most = %d }".formatted(factor, most);
  }
}
