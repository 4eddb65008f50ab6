package dev.tributary.data;

import dev.tributary.nn.TargetKind;
import java.util.ArrayList;
import java.util.List;

/**
 * How raw rows become numbers, as fitted on the training rows; part of every model.
 *
 * @param features the columns, in the order of the input vector
 * @param labels the label columns, in order; none where the features are the targets
 * @param classes the class names by index where labels are texts; empty where they are integers or
 *     values
 * @param shift subtracted from each input, {@code [width]}
 * @param factor multiplied with the difference, {@code [width]}
 */
public record DataEncoding(
    List<Column> features,
    List<Column> labels,
    List<String> classes,
    List<Double> shift,
    List<Double> factor) {
  /**
   * A column of the data.
   *
   * @param name its name
   * @param width how many numbers it gives: 1 for a number, more for an array, vector or binary
   */
  public record Column(String name, int width) {}

  public DataEncoding {
    features = List.copyOf(features);
    labels = List.copyOf(labels);
    classes = List.copyOf(classes);
    shift = List.copyOf(shift);
    factor = List.copyOf(factor);
  }

  /** The same features, for rows whose labels aren't known. */
  public DataEncoding withoutLabels() {
    return new DataEncoding(features, List.of(), List.of(), shift, factor);
  }

  /**
   * The same inputs from other columns: as many as there were, or one that holds all the numbers,
   * or one for each number.
   *
   * @throws IllegalArgumentException if there are as many in none of these ways
   */
  public DataEncoding from(List<String> names) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      int numbers =
          names.size() == features.size()
              ? features.get(i).width()
              : names.size() == 1 ? width() : 1;
      columns.add(new Column(names.get(i), numbers));
    }
    DataEncoding other = new DataEncoding(columns, labels, classes, shift, factor);
    if (other.width() != width()) {
      throw new IllegalArgumentException(
          "The model's input is %d numbers in %d %s; %d columns (%s) can't give it. Name as many columns, one that holds all the numbers, or one for each."
              .formatted(
                  width(),
                  features.size(),
                  features.size() == 1 ? "column" : "columns",
                  names.size(),
                  Columns.list(names)));
    }
    return other;
  }

  /**
   * The largest difference between two scalings of the same inputs, as a share of the other's unit;
   * infinite where the inputs aren't as many.
   */
  public double distance(DataEncoding other) {
    if (other.width() != width()) {
      return Double.POSITIVE_INFINITY;
    }
    double largest = 0;
    for (int j = 0; j < shift.size(); j++) {
      double shifted = Math.abs(shift.get(j) - other.shift.get(j)) * Math.abs(other.factor.get(j));
      double stretched = Math.abs(factor.get(j) / other.factor.get(j) - 1);
      largest = Math.max(largest, Math.max(shifted, stretched));
    }
    return largest;
  }

  /** What such data gives a loss to compare outputs with: the features where it has no labels. */
  public TargetKind targets(TargetKind ofLabels) {
    return labels.isEmpty() ? TargetKind.FEATURES : ofLabels;
  }

  /** The length of the input vector. */
  public int width() {
    return features.stream().mapToInt(Column::width).sum();
  }
}
