package dev.tributary.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is about to happen.
 *
 * @param job the job file
 * @param workers how many train at once
 * @param batchSize examples a minibatch
 * @param averaging how often workers meet, such as {@code every 32 minibatches}
 * @param epochs how often the training data are gone through, at most
 * @param settings further lines by name, in order: {@code optimizer}, {@code engine}, {@code
 *     output}
 */
public record TrainingPlan(
    String job,
    int workers,
    int batchSize,
    String averaging,
    int epochs,
    Map<String, String> settings) {
  public TrainingPlan {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }
}
