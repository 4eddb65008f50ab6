package dev.tributary.train;

import dev.tributary.config.Range;
import dev.tributary.config.Section;

/**
 * The {@code checkpoint} section of a job file: when a run's state is kept. Where no interval is
 * given, none is.
 *
 * @param everyEpochs after every so many epochs; 0 for never
 * @param everyRounds after every so many rounds; 0 for never
 * @param everyMinutes after the first round that ends so long after the last one that was kept; 0
 *     for never
 * @param keep how many of them, the latest, stay; at least 1
 */
public record CheckpointConfig(int everyEpochs, int everyRounds, double everyMinutes, int keep) {
  /** Reads the section; problems are noted in it. */
  static CheckpointConfig read(Section checkpoint) {
    return new CheckpointConfig(
        checkpoint.integer("every-epochs", 0, Range.atLeast(1)),
        checkpoint.integer("every-rounds", 0, Range.atLeast(1)),
        checkpoint.number("every-minutes", 0, Range.positive()),
        checkpoint.integer("keep", Range.atLeast(1)));
  }

  /** Whether any state is kept. */
  public boolean isOn() {
    return everyEpochs > 0 || everyRounds > 0 || everyMinutes > 0;
  }

  /**
   * Whether a state is to be kept.
   *
   * @param minutes since the last one was, or since the run began
   */
  public boolean isDue(RunState state, double minutes) {
    if (everyMinutes > 0 && minutes >= everyMinutes) {
      return true;
    }
    return state.isBetweenEpochs()
        ? everyEpochs > 0 && state.epochs() % everyEpochs == 0
        : everyRounds > 0 && state.rounds() % everyRounds == 0;
  }
}
