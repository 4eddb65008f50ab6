package dev.tributary.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AveragingAdviceTest {
  @Test
  void aCheapAverageNeedsNoAdvice() {
    assertThat(advice(new RoundSeconds(0.92, 0.01, 0.04, 0.03), 10, 320, 5_000).text())
        .isEqualTo("8.0 % of the rounds: broadcast 1.0 %, wait 4.0 %, sum 3.0 %");
  }

  @Test
  void aDearOneIsWorthALongerInterval() {
    // 10 rounds of 32 steps, 60 % in minibatches: 32 · 0.4 / 0.6 · 9 = 192, in two digits 200.
    AveragingAdvice advice = advice(new RoundSeconds(0.6, 0.1, 0.2, 0.1), 10, 320, 5_000);
    assertThat(advice.text())
        .isEqualTo(
            "40.0 % of the rounds: broadcast 10.0 %, wait 20.0 %, sum 10.0 %; averaging.every = 200"
                + " would bring it under 10 %");
  }

  /** Whatever the interval, with it the same costs are a tenth at most, counted round by round. */
  @Test
  void theIntervalBringsItUnderATenth() {
    Random random = new Random(1);
    int advised = 0;
    for (int trial = 0; trial < 2_000; trial++) {
      long shard = random.nextInt(3_000) + 1L;
      long every = random.nextInt((int) shard) + 1L;
      double step = 0.001;
      double each = 0.001 + 0.2 * random.nextDouble();
      double cost = cost(shard, every, step, each);
      long rounds = (shard + every - 1) / every;
      AveragingAdvice advice =
          advice(new RoundSeconds(shard * step, 0, rounds * each, 0), rounds, shard, shard);
      OptionalLong longer = advice.interval();
      if (cost > 0.1 && longer.isPresent()) {
        advised++;
        assertThat(cost(shard, longer.getAsLong(), step, each)).isLessThanOrEqualTo(0.1 + 1e-9);
        assertThat(longer.getAsLong()).isBetween(every, shard);
      } else if (cost > 0.1) {
        assertThat(cost(shard, shard, step, each)).as("with the longest").isGreaterThan(0.1);
      }
    }
    assertThat(advised).isGreaterThan(500);
  }

  @Test
  void saysWhereAShardIsTooShort() {
    // Half the time in steps: 9 times as many would do, 288, and a shard has 96.
    RoundSeconds half = new RoundSeconds(0.5, 0.5, 0, 0);
    assertThat(advice(half, 10, 320, 96).text())
        .endsWith(
            "; no interval brings it under 10 %, as a shard ends a round after 96 steps;"
                + " averaging.workers = 1 would");
    assertThat(advice(half, 10, 320, 30).text()).endsWith("as a shard ends a round after 30 steps");
    AveragingAdvice manyShards = new AveragingAdvice(half, 10, 320, 96, "", 4, 12, 4);
    assertThat(manyShards.text()).endsWith("as a shard ends a round after 96 steps");
  }

  @Test
  void namesTheKeyThatHoldsTheInterval() {
    RoundSeconds seconds = new RoundSeconds(0.5, 0.5, 0, 0);
    assertThat(new AveragingAdvice(seconds, 10, 320, 5_800, "averaging.every.base", 4, 4, 4).text())
        .endsWith("; averaging.every.base = 290 would bring it under 10 %");
  }

  @Test
  void turnsCostMoreThanAverages() {
    RoundSeconds seconds = new RoundSeconds(0.5, 0, 0.5, 0);
    assertThat(new AveragingAdvice(seconds, 10, 320, 5_000, "averaging.every", 4, 4, 2).text())
        .endsWith(
            "; 4 workers wait for one another, as only 2 tasks run at once: averaging.workers = 2");
  }

  @Test
  void saysNothingOfNoRounds() {
    assertThat(new AveragingAdvice(RoundSeconds.ZERO, 0, 0, 1, "", 1, 1, 1).text()).isEmpty();
  }

  private static AveragingAdvice advice(
      RoundSeconds seconds, long rounds, long steps, long shardSteps) {
    return new AveragingAdvice(seconds, rounds, steps, shardSteps, "averaging.every", 4, 4, 4);
  }

  private static double cost(long shard, long every, double step, double each) {
    long rounds = 0;
    for (long left = shard; left > 0; left -= every) {
      rounds++;
    }
    return rounds * each / (rounds * each + shard * step);
  }
}
