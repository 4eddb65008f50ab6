package dev.tributary.report;

import java.util.OptionalLong;

/**
 * Says what averaging cost a run, and how it would cost less than a tenth of the rounds.
 *
 * <p>What a round costs besides its minibatches doesn't depend on how many they are. With {@code c}
 * seconds for a local step and {@code s} for the rest of a round, it is a tenth of the round at
 * {@code 9 s / c} steps. A shard ends its worker's part of a round, so that one of {@code L} steps
 * takes {@code ⌈L / H⌉} rounds of {@code H} steps at most.
 *
 * @param seconds where the rounds' wall time went
 * @param rounds how many, at least 1
 * @param steps local steps in them, of the busiest worker of each
 * @param shardSteps {@code L}, of the largest shard
 * @param setting the key that holds {@code H}; empty where rounds are as long as they can be
 * @param workers how many trained side by side
 * @param shards how many shards they took turns at
 * @param slots how many tasks could run at once
 */
public record AveragingAdvice(
    RoundSeconds seconds,
    long rounds,
    long steps,
    long shardSteps,
    String setting,
    int workers,
    int shards,
    int slots) {
  private static final double MOST = 0.1;

  /** The sentence; empty if no time passed. */
  String text() {
    if (seconds.total() == 0) {
      return "";
    }
    return "%s of the rounds: broadcast %s, wait %s, sum %s%s"
        .formatted(
            share(seconds.synchronize()),
            share(seconds.broadcast()),
            share(seconds.waiting()),
            share(seconds.sum()),
            seconds.synchronize() < MOST * seconds.total() ? "" : "; " + remedy());
  }

  private String share(double part) {
    return Numbers.percent(part / seconds.total());
  }

  private String remedy() {
    if (workers > slots) {
      return "%s wait for one another, as only %s at once: averaging.workers = %d"
          .formatted(
              Numbers.count(workers, "worker"),
              slots == 1 ? "1 task runs" : Numbers.count(slots) + " tasks run",
              slots);
    }
    OptionalLong longer = interval();
    if (longer.isPresent() && !setting.isEmpty()) {
      return "%s = %d would bring it under 10 %%".formatted(setting, longer.getAsLong());
    }
    String bound =
        "no interval brings it under 10 %%, as a shard ends a round after %s"
            .formatted(Numbers.count(shardSteps, "step"));
    long fewer = (long) (workers * shardSteps / enough());
    return shards > workers || fewer < 1
        ? bound
        : "%s; averaging.workers = %d would".formatted(bound, Math.min(fewer, workers - 1));
  }

  /** The interval that makes it less than a tenth, if a shard has so many steps. */
  OptionalLong interval() {
    double enough = enough();
    if (enough > shardSteps) {
      return OptionalLong.empty();
    }
    long rounded = Math.min(shardSteps, roundedUp((long) Math.ceil(enough)));
    long roundsOfShard = (shardSteps + rounded - 1) / rounded;
    if ((double) shardSteps / roundsOfShard >= enough) {
      return OptionalLong.of(rounded);
    }
    long fewerRounds = (long) (shardSteps / enough);
    return OptionalLong.of((shardSteps + fewerRounds - 1) / fewerRounds);
  }

  /** Steps of a round that make it a tenth: {@code 9 s / c}. */
  private double enough() {
    double each = seconds.synchronize() / rounds;
    double step = seconds.compute() / steps;
    return (1 - MOST) / MOST * each / step;
  }

  /** To two digits: 1,234 to 1,300. */
  private static long roundedUp(long steps) {
    long unit = 1;
    while (steps / unit >= 100) {
      unit *= 10;
    }
    return (steps + unit - 1) / unit * unit;
  }
}
