package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.JobFile;
import dev.tributary.optim.LearningRateSchedule;
import dev.tributary.optim.Sgd;
import dev.tributary.techniques.Proves;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IntervalTest {
  /** η = 0.05 (1 + cos(π t/1000)): 0.1, 0.05 halfway, 0 at the end. */
  @Test
  @Proves("averaging/qsr")
  void qsrGrowsWithTheInverseSquareOfACosine() {
    Interval qsr = new Interval.QuadraticRule(4, 0.25);
    LearningRateSchedule cosine = schedule("cosine, value = 0.1, steps = 1000");
    assertThat(qsr.steps(cosine.rate(0))).as("2.5² = 6.25").isEqualTo(6);
    assertThat(qsr.steps(cosine.rate(500))).as("(0.25/0.05)²").isEqualTo(25);
    assertThat(qsr.steps(cosine.rate(750))).as("(0.25/0.0146447)² = 291.4").isEqualTo(291);
    assertThat(qsr.steps(cosine.rate(1000))).as("no rate").isEqualTo(Interval.MOST);
    assertThat(new Interval.QuadraticRule(7, 0.25).steps(0.1)).as("the base").isEqualTo(7);
  }

  @Test
  void aConstantRateGivesAConstantInterval() {
    Interval qsr = new Interval.QuadraticRule(4, 0.35);
    LearningRateSchedule constant = schedule("constant, value = 0.1");
    for (long step = 0; step < 1000; step += 100) {
      assertThat(qsr.steps(model(step, 1).settledRate(constant))).isEqualTo(12);
    }
    assertThat(qsr.steps(model(0, 0.5).settledRate(constant)))
        .as("a rate lowered to a half")
        .isEqualTo(49);
  }

  @Test
  void aWarmUpCountsAsTheRateThatFollows() {
    LearningRateSchedule warmed =
        schedule("exponential, value = 0.1, steps = 10, warmup-steps = 5");
    for (long step = 0; step <= 5; step++) {
      assertThat(model(step, 1).settledRate(warmed)).isEqualTo(0.1);
    }
    assertThat(model(15, 1).settledRate(warmed)).isEqualTo(warmed.rate(15)).isLessThan(0.0101);
    LearningRateSchedule cycle =
        schedule("one_cycle, maximum = 0.4, steps = 100, warmup-steps = 5");
    assertThat(model(0, 1).settledRate(cycle)).isEqualTo(0.4);
    assertThat(model(50, 1).settledRate(cycle)).isEqualTo(0.4);
    assertThat(model(70, 1).settledRate(cycle)).isEqualTo(cycle.rate(70)).isLessThan(0.3);
  }

  /**
   * Rounds of a run, as Spark trained them: every example once an epoch, fewer rounds each time.
   */
  @Test
  void roundsOfARunGrowWhileTheRateFalls() {
    List<EpochResult> epochs = new ArrayList<>();
    TrainingConfig config =
        AveragedRuns.config("learning-rate { schedule = power, value = 0.1, steps = 20 }", 6);
    AveragedRuns.run(
        config,
        AveragedRuns.averaging("averaging { every { schedule = qsr, base = 1, alpha = 0.1 } }"),
        2,
        epochs);
    assertThat(epochs).extracting(EpochResult::examples).containsOnly(271L);
    List<Long> rounds = new ArrayList<>();
    long before = 0;
    for (EpochResult epoch : epochs) {
      rounds.add(epoch.rounds() - before);
      before = epoch.rounds();
    }
    assertThat(rounds.get(0)).isGreaterThan(4 * rounds.get(5));
    assertThat(rounds).isSortedAccordingTo((a, b) -> Long.compare(b, a));
  }

  @Test
  void readsEachForm() {
    assertThat(read("every = 16")).isEqualTo(new Interval.Constant(16));
    assertThat(read("every = epoch")).isEqualTo(new Interval.Shard());
    assertThat(read("every = qsr")).isEqualTo(new Interval.QuadraticRule(4, 0.0175));
    assertThat(read("every { schedule = qsr, base = 8, alpha = 0.2 }"))
        .isEqualTo(new Interval.QuadraticRule(8, 0.2));
  }

  @Test
  void saysWhatIsAllowed() {
    assertThatThrownBy(() -> read("every = epochs"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("a whole number from 1 to 16777216, epoch, or { schedule = qsr");
    assertThatThrownBy(() -> read("every = 0"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("a whole number, from 1 to 16777216");
    assertThatThrownBy(() -> read("every { schedule = qsr, alpha = 0, bass = 3 }"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("every.alpha")
        .hasMessageContaining("did you mean base?");
  }

  private static Interval read(String text) {
    return JobFile.parse("test", text, List.of()).read(root -> Interval.read(root, "every"));
  }

  private static LearningRateSchedule schedule(String text) {
    return JobFile.parse("test", "rate { schedule = " + text + " }", List.of())
        .read(root -> LearningRateSchedule.read(root, "rate", new Sgd()));
  }

  private static SharedModel model(long steps, double rateScale) {
    return new SharedModel(
        new float[1], new float[0], new float[0][], steps, steps, rateScale, new float[0][]);
  }
}
