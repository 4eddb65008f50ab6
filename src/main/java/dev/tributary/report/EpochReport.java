package dev.tributary.report;

import dev.tributary.nn.diagnosis.Measurement;
import dev.tributary.optim.Rollback;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one epoch brought.
 *
 * @param epoch its number, from 1
 * @param rounds how many rounds the whole run has had so far
 * @param examples how many examples this epoch trained on
 * @param loss the mean training loss over this epoch
 * @param validation metrics by name ({@code loss}, {@code accuracy}, ..); empty if none were taken
 * @param clipping what clipping did, by name ({@code share}, ..); empty where nothing is clipped
 * @param learningRate the rate at the epoch's end
 * @param seconds the epoch's wall time, evaluation and checkpoint included
 * @param computeSeconds the part of its rounds that the slowest worker of each spent in minibatches
 * @param synchronizeSeconds the rest of its rounds' wall time
 * @param workers how many took part in the last round
 * @param rollbacks the times that training went back because it diverged
 * @param diagnosis of the shared model after the epoch, where the job asks for it
 */
public record EpochReport(
    int epoch,
    long rounds,
    long examples,
    double loss,
    Map<String, Double> validation,
    Map<String, Double> clipping,
    double learningRate,
    double seconds,
    double computeSeconds,
    double synchronizeSeconds,
    int workers,
    List<Rollback> rollbacks,
    Optional<Measurement> diagnosis) {
  public EpochReport {
    validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation));
    rollbacks = List.copyOf(rollbacks);
    clipping = Collections.unmodifiableMap(new LinkedHashMap<>(clipping));
  }

  /** Examples trained ÷ wall time of the epoch's rounds; 0 where no time passed. */
  public double examplesPerSecond() {
    double rounds = computeSeconds + synchronizeSeconds;
    return rounds > 0 ? examples / rounds : 0;
  }
}
