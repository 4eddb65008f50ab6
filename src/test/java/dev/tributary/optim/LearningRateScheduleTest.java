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
            .read(root -> LearningRateSchedule.read(root, "rate", new Sgd()));
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
  void piecewiseChangesAtItsBoundaries() {
    LearningRateSchedule schedule =
        read("rate { schedule = piecewise, boundaries = [10, 30], values = [0.5, 0.1, 0.02] }");
    assertRates(schedule, 0, 0.5, 9, 0.5, 10, 0.1, 29, 0.1, 30, 0.02, 1_000_000, 0.02);
  }

  @Test
  void polynomialFallsToItsEndAndStaysThere() {
    LearningRateSchedule line = read("rate { schedule = polynomial, value = 0.5, steps = 200 }");
    assertRates(line, 0, 0.5, 50, 0.375, 100, 0.25, 200, 0, 1000, 0);
    LearningRateSchedule curve =
        read("rate { schedule = polynomial, value = 0.5, end = 0.1, steps = 200, power = 2 }");
    // 0.1 + 0.4·(3/4)²; 0.1 + 0.4·(1/2)²
    assertRates(curve, 0, 0.5, 50, 0.325, 100, 0.2, 200, 0.1, 1000, 0.1);
  }

  @Test
  void oneCycleRisesFallsBackAndFades() {
    LearningRateSchedule schedule =
        read(
            "rate { schedule = one_cycle, maximum = 0.9, steps = 100, initial = 0.1, end = 0.02,"
                + " rise = 0.4 }");
    // Up by 0.8 in 40 steps, down by 0.8 in 40, down by 0.08 in 20
    assertRates(schedule, 0, 0.1, 20, 0.5, 39, 0.88, 40, 0.9, 41, 0.88, 60, 0.5);
    assertRates(schedule, 80, 0.1, 90, 0.06, 100, 0.02, 1000, 0.02);
    LearningRateSchedule asDefaulted =
        read("rate { schedule = one_cycle, maximum = 1, steps = 100 }");
    assertRates(asDefaulted, 0, 0.1, 45, 1, 90, 0.1, 95, 0.05005, 100, 0.0001, 1000, 0.0001);
  }

  @Test
  void aWarmUpRisesToTheFirstRateOfTheScheduleThatFollowsFromItsOwnStart() {
    LearningRateSchedule schedule =
        read("rate { schedule = polynomial, value = 0.8, steps = 10, warmup-steps = 4 }");
    assertRates(schedule, 0, 0.2, 1, 0.4, 3, 0.8, 4, 0.8, 9, 0.4, 14, 0, 100, 0);
    LearningRateSchedule constant =
        read("rate { value = 0.3, schedule = constant, warmup-steps = 1 }");
    assertRates(constant, 0, 0.3, 1, 0.3, 2, 0.3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "constant, value = 0.5",
        "power, value = 0.5, steps = 7",
        "exponential, value = 0.5, steps = 7",
        "cosine, value = 0.5, steps = 7",
        "piecewise, boundaries = [3], values = [0.5, 0.1]",
        "polynomial, value = 0.5, steps = 7",
        "one_cycle, maximum = 5, steps = 7",
        "reduce_on_plateau, value = 0.5"
      })
  void aWarmUpGoesBeforeAnySchedule(String text) {
    LearningRateSchedule alone = read("rate { schedule = " + text + " }");
    assertThat(read("rate { schedule = " + text + ", warmup-steps = 0 }")).isEqualTo(alone);
    LearningRateSchedule warmed = read("rate { schedule = " + text + ", warmup-steps = 5 }");
    assertRates(warmed, 0, 0.1, 1, 0.2, 2, 0.3, 3, 0.4, 4, 0.5);
    for (long step = 0; step < 20; step++) {
      assertThat(warmed.rate(5 + step)).isEqualTo(alone.rate(step));
    }
  }

  @Test
  void oneCycleMovesTheMomentumAgainstTheRate() {
    LearningRateSchedule schedule =
        read(
            "rate { schedule = one_cycle, maximum = 0.9, steps = 100, rise = 0.4,"
                + " maximum-momentum = 0.9, minimum-momentum = 0.5 }",
            new Nesterov(0.7));
    // Down by 0.4 in 40 steps, up in 40, then it stays.
    assertMomenta(schedule, 0, 0.9, 10, 0.8, 20, 0.7, 40, 0.5, 50, 0.6, 80, 0.9, 90, 0.9, 999, 0.9);
    for (Optimizer optimizer :
        List.of(new Momentum(0.9), new Nesterov(0.9), new RmsProp(0.9, 0.5, 1e-7, false))) {
      LearningRateSchedule asDefaulted =
          read("rate { schedule = one_cycle, maximum = 1, steps = 100 }", optimizer);
      assertMomenta(asDefaulted, 0, 0.95, 45, 0.85, 90, 0.95);
    }
    LearningRateSchedule warmed =
        read(
            "rate { schedule = one_cycle, maximum = 1, steps = 100, warmup-steps = 5 }",
            new Momentum(0.9));
    assertMomenta(warmed, 0, 0.95, 5, 0.95, 50, 0.85, 95, 0.95);
  }

  @Test
  void otherSchedulesLeaveMomentumToTheOptimizer() {
    assertThat(read("rate = 0.1", new Nesterov(0.9)).momentum(0)).isNaN();
    assertThat(read("rate { schedule = one_cycle, maximum = 1, steps = 9 }").momentum(0)).isNaN();
  }

  @Test
  void refusesMomentumForOptimizersThatHaveNone() {
    for (Optimizer optimizer : List.of(new Sgd(), new RmsProp(0.9, 0, 1e-7, false))) {
      assertThatThrownBy(
              () ->
                  read(
                      "rate { schedule = one_cycle, maximum = 1, steps = 9, maximum-momentum = 0.9"
                          + " }",
                      optimizer))
          .isInstanceOf(InvalidJobException.class)
          .hasMessage(
              "job has a problem:\n  rate.maximum-momentum (job line 1): there is no momentum to"
                  + " change: the optimizer is "
                  + optimizer.name()
                  + "; those that have one are momentum, nesterov and rmsprop with momentum > 0."
                  + " Take one of them, or leave this key out");
    }
    assertThatThrownBy(
            () ->
                read(
                    "rate { schedule = one_cycle, maximum = 1, steps = 9, maximum-momentum = 0.5,"
                        + " minimum-momentum = 0.6 }",
                    new Nesterov(0.9)))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageEndingWith(
            "rate.minimum-momentum (job line 1): found 0.6; allowed is at most maximum-momentum,"
                + " 0.5");
  }

  /** Its name here is what {@link Optimizer#hasMomentum} says of it. */
  @Test
  void namesEveryOptimizerThatHasMomentum() {
    assertThat(
            Optimizers.types().keySet().stream()
                .filter(
                    name ->
                        JobFile.parse("job", "optimizer = " + name, List.of())
                            .read(root -> Optimizers.read(root, "optimizer"))
                            .hasMomentum()))
        .containsExactly("momentum", "nesterov");
    assertThat(new RmsProp(0.9, 0.1, 1e-7, false).hasMomentum()).isTrue();
  }

  @Test
  void reduceOnPlateauIsConstantUntilItIsLowered() {
    LearningRateSchedule schedule = read("rate { schedule = reduce_on_plateau, value = 0.4 }");
    assertRates(schedule, 0, 0.4, 1_000_000, 0.4);
    assertThat(schedule.plateau())
        .contains(new ReduceOnPlateau(0.4, "validation.loss", 0.1, 10, 1e-4, 0, 0));
    LearningRateSchedule warmed =
        read(
            "rate { schedule = reduce_on_plateau, value = 0.4, monitor = loss, factor = 0.5,"
                + " patience = 2, minimum-change = 0.01, cooldown = 3, minimum = 0.15,"
                + " warmup-steps = 4 }");
    assertRates(warmed, 0, 0.1, 3, 0.4, 100, 0.4);
    ReduceOnPlateau rule = warmed.plateau().orElseThrow();
    assertThat(rule).isEqualTo(new ReduceOnPlateau(0.4, "loss", 0.5, 2, 0.01, 3, 0.15));
    assertThat(rule.lowered(1)).isEqualTo(0.5);
    assertThat(0.4 * rule.lowered(0.5)).as("the minimum").isCloseTo(0.15, within(1e-15));
    assertRefused(
        "rate { schedule = reduce_on_plateau, value = 0.1, minimum = 0.1, factor = 1 }",
        "rate.minimum (job line 1): found 0.1; allowed is less than value, 0.1",
        "rate.factor (job line 1): found 1; allowed is a number, greater than 0 and less than 1");
  }

  @Test
  void refusesSchedulesThatCantBe() {
    assertRefused(
        "rate { schedule = piecewise, boundaries = [10, 10], values = [3, 2, 1] }",
        "rate.boundaries (job line 1): found [10,10]; allowed is steps in rising order");
    assertRefused(
        "rate { schedule = piecewise, boundaries = [10, 20], values = [3, 2] }",
        "rate.values (job line 1): found [3,2]; allowed is one more than there are boundaries, that"
            + " is, 3");
    assertRefused(
        "rate { schedule = piecewise, boundaries = [10], values = [3, 0] }",
        "rate.values (job line 1): found [3,0]; allowed is a list of numbers, each greater than 0");
    assertRefused(
        "rate { schedule = polynomial, value = 1, steps = 9, end = -1 }",
        "rate.end (job line 1): found -1; allowed is a number, at least 0");
    assertRefused(
        "rate { schedule = one_cycle, maximum = 1, steps = 9, initial = 2 }",
        "rate.initial (job line 1): found 2; allowed is less than maximum, 1.0");
    assertRefused(
        "rate { schedule = one_cycle, maximum = 1, steps = 9, end = 0.5 }",
        "rate.end (job line 1): found 0.5; allowed is at most initial, 0.1");
    assertRefused(
        "rate { schedule = one_cycle, maximum = 1, steps = 9, rise = 0.5 }",
        "rate.rise (job line 1): found 0.5; allowed is a number, greater than 0 and less than 0.5");
    assertRefused(
        "rate { schedule = constant, value = 1, warmup-steps = -1 }",
        "rate.warmup-steps (job line 1): found -1; allowed is a whole number, at least 0");
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
            + " cosine, piecewise, polynomial, one_cycle, reduce_on_plateau; did you mean"
            + " constant?");
    assertRefused(
        "rate = constent",
        "rate (job line 1): found \"constent\"; allowed is one of constant, power, exponential,"
            + " cosine, piecewise, polynomial, one_cycle, reduce_on_plateau; did you mean constant?");
    assertRefused(
        "rate = true", "rate (job line 1): found true; allowed is an object with the key schedule");
  }

  /** Steps and the rates at them, in turn. */
  private static void assertRates(LearningRateSchedule schedule, double... stepsAndRates) {
    for (int i = 0; i < stepsAndRates.length; i += 2) {
      assertThat(schedule.rate((long) stepsAndRates[i]))
          .as("step %.0f", stepsAndRates[i])
          .isCloseTo(stepsAndRates[i + 1], within(1e-14));
    }
  }

  private static void assertMomenta(LearningRateSchedule schedule, double... stepsAndMomenta) {
    for (int i = 0; i < stepsAndMomenta.length; i += 2) {
      assertThat(schedule.momentum((long) stepsAndMomenta[i]))
          .as("step %.0f", stepsAndMomenta[i])
          .isCloseTo(stepsAndMomenta[i + 1], within(1e-14));
    }
  }

  private static void assertRefused(String text, String first, String second) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContainingAll(first, second);
  }

  private static void assertRefused(String text, String problem) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidJobException.class)
        .hasMessage("job has a problem:\n  " + problem);
  }

  private static LearningRateSchedule read(String text) {
    return read(text, new Sgd());
  }

  private static LearningRateSchedule read(String text, Optimizer optimizer) {
    return JobFile.parse("job", text, List.of())
        .read(root -> LearningRateSchedule.read(root, "rate", optimizer));
  }
}
