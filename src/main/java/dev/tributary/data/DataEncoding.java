package dev.tributary.data;

import dev.tributary.nn.TargetKind;
import dev.tributary.nn.layer.ColumnEmbedding;
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
 * @param columns what else is done with features; those that are only scaled aren't in it
 */
public record DataEncoding(
    List<Column> features,
    List<Column> labels,
    List<String> classes,
    List<Double> shift,
    List<Double> factor,
    ColumnEncodings columns) {
  /**
   * A column of the data.
   *
   * @param name its name
   * @param width how many numbers a row of it holds: 1 for a number, a category or a date, more for
   *     an array, vector or binary
   */
  public record Column(String name, int width) {}

  public DataEncoding {
    features = List.copyOf(features);
    labels = List.copyOf(labels);
    classes = List.copyOf(classes);
    shift = List.copyOf(shift);
    factor = List.copyOf(factor);
  }

  /** Features that are only scaled. */
  public DataEncoding(
      List<Column> features,
      List<Column> labels,
      List<String> classes,
      List<Double> shift,
      List<Double> factor) {
    this(features, labels, classes, shift, factor, ColumnEncodings.NONE);
  }

  /** The same features, for rows whose labels aren't known. */
  public DataEncoding withoutLabels() {
    return new DataEncoding(features, List.of(), List.of(), shift, factor, columns);
  }

  /** The same but for the scaling. */
  public DataEncoding scaled(List<Double> otherShift, List<Double> otherFactor) {
    return new DataEncoding(features, labels, classes, otherShift, otherFactor, columns);
  }

  /** How each feature column becomes inputs, in their order. */
  public List<ColumnEncoding> encodings() {
    return columns.of(features);
  }

  /**
   * Checks what a model's file says.
   *
   * @throws IllegalArgumentException if it doesn't fit together
   */
  public void check() {
    for (Column column : features) {
      if (column.width() < 1) {
        throw new IllegalArgumentException(
            "Invalid width of the column %s: %d (must be at least 1)"
                .formatted(column.name(), column.width()));
      }
    }
    columns.check(features);
    int width = width();
    if (shift.size() != width || factor.size() != width) {
      throw new IllegalArgumentException(
          "Invalid encoding: %d shifts and %d factors (must be one for each of %d features)"
              .formatted(shift.size(), factor.size(), width));
    }
    if (!shift.stream().allMatch(Double::isFinite) || !factor.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("Invalid encoding: a shift or factor isn't finite");
    }
  }

  /** What each input went through before it was scaled, {@code [width]}. */
  public List<Curve> curves() {
    List<Curve> curves = new ArrayList<>();
    List<ColumnEncoding> encodings = encodings();
    for (int i = 0; i < encodings.size(); i++) {
      int values = features.get(i).width();
      for (int j = 0; j < encodings.get(i).inputs(values); j++) {
        curves.add(
            encodings.get(i) instanceof NumberEncoding number && j < values
                ? number.curve()
                : Curve.LINEAR);
      }
    }
    return curves;
  }

  /** The vectors that the network learns of categories, where they are looked up. */
  public List<ColumnEmbedding.Table> embeddings() {
    List<ColumnEmbedding.Table> tables = new ArrayList<>();
    int position = 0;
    List<ColumnEncoding> encodings = encodings();
    for (int i = 0; i < encodings.size(); i++) {
      if (encodings.get(i) instanceof CategoryEncoding category
          && category.style() == CategoryStyle.EMBEDDING) {
        tables.add(
            new ColumnEmbedding.Table(
                category.column(), position, category.slots(), category.dimensions()));
      }
      position += encodings.get(i).inputs(features.get(i).width());
    }
    return tables;
  }

  /**
   * The same inputs from other columns: as many as there were, or one that holds all the numbers,
   * or one for each number.
   *
   * @throws IllegalArgumentException if there are as many in none of these ways
   */
  public DataEncoding from(List<String> names) {
    if (names.equals(features.stream().map(Column::name).toList())) {
      return this;
    }
    if (!columns.equals(ColumnEncodings.NONE)) {
      throw new IllegalArgumentException(
          "The model prepares its columns each in its own way: %s. Other columns can't take their places."
              .formatted(Columns.list(features.stream().map(Column::name).toList())));
    }
    List<Column> others = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      int numbers =
          names.size() == features.size()
              ? features.get(i).width()
              : names.size() == 1 ? width() : 1;
      others.add(new Column(names.get(i), numbers));
    }
    DataEncoding other = new DataEncoding(others, labels, classes, shift, factor);
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
   * infinite where the inputs aren't as many or something else is done with them.
   */
  public double distance(DataEncoding other) {
    if (other.width() != width() || !other.meaning().equals(meaning())) {
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

  /** Neighboring inputs that are made alike, but for scaling. */
  private record Alike(Object meaning, int inputs) {}

  /** How the inputs are made, whatever the columns are called and however they share them out. */
  private List<Alike> meaning() {
    List<Alike> meaning = new ArrayList<>();
    List<ColumnEncoding> encodings = encodings();
    for (int i = 0; i < encodings.size(); i++) {
      Object own = encodings.get(i).meaning();
      int inputs = encodings.get(i).inputs(features.get(i).width());
      int last = meaning.size() - 1;
      if (last >= 0 && meaning.get(last).meaning.equals(own)) {
        inputs += meaning.remove(last).inputs;
      }
      meaning.add(new Alike(own, inputs));
    }
    return meaning;
  }

  /** What such data gives a loss to compare outputs with: the features where it has no labels. */
  public TargetKind targets(TargetKind ofLabels) {
    return labels.isEmpty() ? TargetKind.FEATURES : ofLabels;
  }

  /** The length of the input vector. */
  public int width() {
    List<ColumnEncoding> encodings = encodings();
    int width = 0;
    for (int i = 0; i < encodings.size(); i++) {
      width = Math.addExact(width, encodings.get(i).inputs(features.get(i).width()));
    }
    return width;
  }
}
