package dev.tributary.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model's result on some data.
 *
 * @param loss the mean loss of an example
 * @param metrics all else
 */
public record Evaluation(double loss, Metrics metrics) {
  /** {@code loss}, then the metrics that fit one number each, in a fixed order. */
  public Map<String, Double> values() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("loss", loss);
    values.putAll(metrics.values());
    return Collections.unmodifiableMap(values);
  }
}
