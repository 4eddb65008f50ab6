package dev.tributary.model;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a confusion matrix says of a classifier.
 *
 * <p>With TP, FP and FN counted for one class against all others: precision = TP / (TP + FP),
 * recall = TP / (TP + FN), F1 = 2 TP / (2 TP + FP + FN). Where a denominator is 0 (a class that was
 * never predicted has no precision, one that never occurs no recall) the figure is undefined and
 * absent, rather than a 0 that would read as failure.
 */
public final class ClassificationMetrics implements Metrics {
  private final int classes;
  private final long[] counts;
  private final long examples;

  /**
   * @param confusion {@code [actual class][predicted class]}, square, each count at least 0; copied
   * @throws IllegalArgumentException if it isn't square, is empty or holds a negative count
   */
  public ClassificationMetrics(long[][] confusion) {
    classes = confusion.length;
    if (classes == 0) {
      throw new IllegalArgumentException("Invalid confusion matrix: it has no classes");
    }
    counts = new long[Math.multiplyExact(classes, classes)];
    long sum = 0;
    for (int actual = 0; actual < classes; actual++) {
      long[] row = confusion[actual];
      if (row.length != classes || Arrays.stream(row).anyMatch(count -> count < 0)) {
        throw new IllegalArgumentException(
            "Invalid confusion matrix: row %d is %s (must be %d counts of at least 0)"
                .formatted(actual, Arrays.toString(row), classes));
      }
      System.arraycopy(row, 0, counts, actual * classes, classes);
      sum += Arrays.stream(row).sum();
    }
    examples = sum;
  }

  public int classes() {
    return classes;
  }

  @Override
  public long examples() {
    return examples;
  }

  /** How many examples of the class {@code actual} were taken for {@code predicted}. */
  public long count(int actual, int predicted) {
    return counts[actual * classes + predicted];
  }

  /** How many examples of a class there are: TP + FN. */
  public long support(int actual) {
    long sum = 0;
    for (int predicted = 0; predicted < classes; predicted++) {
      sum += count(actual, predicted);
    }
    return sum;
  }

  /** How many examples were taken for a class: TP + FP. */
  public long predicted(int predicted) {
    long sum = 0;
    for (int actual = 0; actual < classes; actual++) {
      sum += count(actual, predicted);
    }
    return sum;
  }

  /** The share of right predictions; absent without examples. */
  public OptionalDouble accuracy() {
    long right = 0;
    for (int i = 0; i < classes; i++) {
      right += count(i, i);
    }
    return ratio(right, examples);
  }

  /** The share of the predictions of class {@code i} that are right. */
  public OptionalDouble precision(int i) {
    return ratio(count(i, i), predicted(i));
  }

  /** The share of the examples of class {@code i} that were found. */
  public OptionalDouble recall(int i) {
    return ratio(count(i, i), support(i));
  }

  /** The harmonic mean of precision and recall; 0 where just one of them is defined. */
  public OptionalDouble f1(int i) {
    return ratio(2 * count(i, i), support(i) + predicted(i));
  }

  /** {@code accuracy}. */
  @Override
  public Map<String, Double> values() {
    OptionalDouble accuracy = accuracy();
    return accuracy.isPresent() ? Map.of("accuracy", accuracy.getAsDouble()) : Map.of();
  }

  private static OptionalDouble ratio(long part, long whole) {
    return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
  }
}
