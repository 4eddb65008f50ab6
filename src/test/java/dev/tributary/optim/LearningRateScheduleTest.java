package dev.tributary.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.JobFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LearningRateScheduleTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "rate { schedule = constant, value = 0.05 }",
        "rate = 0.05",
        "rate = 5e-2",
        "rate = \"0.05\""
      })
  void aConstantRateIsTheSameAtEveryStep(String text) {
    LearningRateSchedule schedule = read(text);
    for (long step : new long[] {0, 1, 1_000_000_000_000L}) {
      assertThat(schedule.rate(step)).isEqualTo(0.05);
    }
  }

  @Test
  void aNumberOverridesASchedule() {
    LearningRateSchedule schedule =
        JobFile.parse("job", "rate { schedule = constant, value = 0.05 }", List.of("rate=0.1"))
            .read(root -> LearningRateSchedule.read(root, "rate"));
    assertThat(schedule.rate(0)).isEqualTo(0.1);
  }

  @Test
  void powerFallsByHalfInItsFirstStepsAndToAThirdInAsManyMore() {
    LearningRateSchedule schedule = read("rate { schedule = power, value = 0.6, steps = 100 }");
    assertThat(schedule.rate(0)).isEqualTo(0.6);
    assertThat(schedule.rate(100)).isCloseTo(0.3, within(1e-15));
    assertThat(schedule.rate(200)).isCloseTo(0.2, within(1e-15));
    LearningRateSchedule steeper =
        read("rate { schedule = power, value = 0.6, steps = 100, power = 2 }");
    assertThat(steeper.rate(200)).isCloseTo(0.6 / 9, within(1e-15));
  }

  @Test
  void exponentialFallsByItsFactorEverySoManySteps() {
    LearningRateSchedule schedule =
        read("rate { schedule = exponential, value = 0.5, steps = 10 }");
    assertThat(schedule.rate(0)).isEqualTo(0.5);
    assertThat(schedule.rate(10)).isCloseTo(0.05, within(1e-15));
    assertThat(schedule.rate(15)).isCloseTo(0.05 / Math.sqrt(10), within(1e-15));
    LearningRateSchedule halving =
        read("rate { schedule = exponential, value = 0.5, steps = 10, factor = 0.5 }");
    assertThat(halving.rate(30)).isCloseTo(0.0625, within(1e-15));
  }

  @Test
  void cosineFallsToItsMinimumAndStaysThere() {
    LearningRateSchedule schedule =
        read("rate { schedule = cosine, value = 0.5, steps = 300, minimum = 0.1 }");
    assertThat(schedule.rate(0)).isEqualTo(0.5);
    assertThat(schedule.rate(150)).isCloseTo(0.3, within(1e-15));
    // cos(π/3) = 1/2
    assertThat(schedule.rate(100)).isCloseTo(0.1 + 0.4 * 0.75, within(1e-15));
    assertThat(schedule.rate(300)).isCloseTo(0.1, within(1e-15));
    assertThat(schedule.rate(10_000)).isCloseTo(0.1, within(1e-15));
  }

  @Test
  void refusesRatesThatAreNone() {
    assertRefused("rate = 0", "rate (job line 1): found 0; allowed is a number, greater than 0");
    assertRefused("rate = -1", "rate (job line 1): found -1; allowed is a number, greater than 0");
    assertRefused(
        "rate { schedule = constant, value = 0 }",
        "rate.value (job line 1): found 0; allowed is a number, greater than 0");
    assertRefused(
        "rate { schedule = constant }",
        "rate.value (job line 1): is missing; it must be a number, greater than 0");
    assertRefused(
        "rate { schedule = constent, value = 1 }",
        "rate.schedule (job line 1): found \"constent\"; allowed is one of constant, power, exponential,"
            + " cosine; did you mean"
            + " constant?");
    assertRefused(
        "rate = constent",
        "rate (job line 1): found \"constent\"; allowed is one of constant, power, exponential,"
            + " cosine; did you mean constant?");
    assertRefused(
        "rate = true", "rate (job line 1): found true; allowed is an object with the key schedule");
  }

  private static void assertRefused(String text, String problem) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidJobException.class)
        .hasMessage("job has a problem:\n  " + problem);
  }

  private static LearningRateSchedule read(String text) {
    return JobFile.parse("job", text, List.of())
        .read(root -> LearningRateSchedule.read(root, "rate"));
  }
}
