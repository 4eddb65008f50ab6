package dev.tributary.model;

import java.util.Map;

/** How good a model's predictions are on some data. */
public sealed interface Metrics permits ClassificationMetrics, RegressionMetrics {
  /** How many examples were predicted. */
  long examples();

  /** The figures that fit one number each, by name, in a fixed order; undefined ones are absent. */
  Map<String, Double> values();
}
