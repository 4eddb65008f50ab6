package dev.tributary.optim;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What clipping did to the gradients of some steps.
 *
 * @param share the share of the steps whose gradient was clipped, from 0 to 1
 * @param meanNorm the mean of the gradients' Euclidean norms, each over all its tensors and before
 *     clipping
 * @param largestNorm the largest of these norms
 */
public record ClippingSummary(double share, double meanNorm, double largestNorm) {
  /** The figures by name, as {@code metrics.jsonl} has them. */
  public Map<String, Double> values() {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put("share", share);
    values.put("meanNorm", meanNorm);
    values.put("largestNorm", largestNorm);
    return Collections.unmodifiableMap(values);
  }
}
