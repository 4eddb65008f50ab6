package dev.tributary.ml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one epoch brought.
 *
 * @param epoch from 1
 * @param loss the mean training loss of its examples, each taken as it was trained on
 * @param validation {@code loss}, {@code accuracy}, {@code rmse} and the like on the validation
 *     rows; empty where there are none
 * @param learningRate of its last step
 * @param examples trained on
 * @param seconds wall time of its rounds
 */
public record EpochSummary(
    int epoch,
    double loss,
    Map<String, Double> validation,
    double learningRate,
    long examples,
    double seconds) {
  public EpochSummary {
    validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation));
  }
}
