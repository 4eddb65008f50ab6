package dev.tributary.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        "rate.schedule (job line 1): found \"constent\"; allowed is one of constant; did you mean"
            + " constant?");
    assertRefused(
        "rate = constent",
        "rate (job line 1): found \"constent\"; allowed is one of constant; did you mean constant?");
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
