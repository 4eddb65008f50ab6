package dev.tributary.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What sums over predictions p and targets y say of a regression.
 *
 * <p>With n examples of k outputs: RMSE = √(Σ(p − y)² / nk), MAE = Σ|p − y| / nk, R² = 1 − Σ(p −
 * y)² / Σ(y − ȳ)², where ȳ is the mean of the output that y belongs to. R² is undefined, and
 * absent, where the targets don't vary.
 *
 * @param examples n
 * @param outputs k, at least 1
 * @param squaredError Σ(p − y)² over all examples and outputs
 * @param absoluteError Σ|p − y| over all examples and outputs
 * @param targetSpread Σ(y − ȳ)² over all examples and outputs. Merge it from moments: Σy² − (Σy)²/n
 *     loses all digits where the mean is large
 */
public record RegressionMetrics(
    long examples, int outputs, double squaredError, double absoluteError, double targetSpread)
    implements Metrics {
  public RegressionMetrics {
    if (examples < 0 || outputs < 1) {
      throw new IllegalArgumentException(
          "Invalid metrics of %d examples and %d outputs".formatted(examples, outputs));
    }
  }

  /** In the target's unit; absent without examples. */
  public OptionalDouble rmse() {
    return examples == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.sqrt(squaredError / examples / outputs));
  }

  /** In the target's unit; absent without examples. */
  public OptionalDouble mae() {
    return examples == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(absoluteError / examples / outputs);
  }

  /** At most 1; 0 for the model that always answers the mean, below 0 for a worse one. */
  public OptionalDouble r2() {
    return targetSpread > 0
        ? OptionalDouble.of(1 - squaredError / targetSpread)
        : OptionalDouble.empty();
  }

  /** {@code rmse}, {@code mae}, {@code r2}. */
  @Override
  public Map<String, Double> values() {
    Map<String, Double> values = new LinkedHashMap<>();
    rmse().ifPresent(value -> values.put("rmse", value));
    mae().ifPresent(value -> values.put("mae", value));
    r2().ifPresent(value -> values.put("r2", value));
    return Collections.unmodifiableMap(values);
  }
}
