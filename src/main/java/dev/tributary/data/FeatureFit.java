package dev.tributary.data;

import dev.tributary.data.DataEncoding.Column;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Fits the encodings of a table's columns to the training rows that a census counted. */
final class FeatureFit {
  private final Scaling scaling;
  private final FeatureCensus census;
  private final List<ColumnEncoding> encodings = new ArrayList<>();
  private final List<Double> shift = new ArrayList<>();
  private final List<Double> factor = new ArrayList<>();

  private FeatureFit(Scaling scaling, FeatureCensus census) {
    this.scaling = scaling;
    this.census = census;
  }

  /**
   * The encoding of a table.
   *
   * @param medians of the columns that {@link #medians} asks for, by their place
   * @throws UnusableDataException if a column has no value to fit to, or too many categories
   */
  static DataEncoding fit(
      DataColumns columns,
      List<String> classes,
      Scaling scaling,
      FeatureCensus census,
      IntToDoubleFunction medians) {
    FeatureFit fit = new FeatureFit(scaling, census);
    int place = 0;
    for (int i = 0; i < columns.features().size(); i++) {
      Column column = columns.features().get(i);
      FeatureSettings settings = columns.settings().get(i);
      if (settings instanceof NumberSettings number) {
        fit.number(column, number, place, medians);
      } else if (settings instanceof CategorySettings category) {
        fit.category(column, category, place);
      } else {
        fit.unscaled(settings.unfitted(column.name()), column);
      }
      place += column.width();
    }
    return new DataEncoding(
        columns.features(),
        columns.labels(),
        classes,
        fit.shift,
        fit.factor,
        ColumnEncodings.of(fit.encodings));
  }

  /** Where the columns stand whose medians are asked for. */
  static List<Integer> medians(DataColumns columns, FeatureCensus census) {
    List<Integer> places = new ArrayList<>();
    int place = 0;
    for (int i = 0; i < columns.features().size(); i++) {
      if (columns.settings().get(i) instanceof NumberSettings number
          && number.imputation().map(Imputation::kind).stream()
              .anyMatch(Imputation.Kind.MEDIAN::equals)
          && census.number(place).count() > 0) {
        places.add(place);
      }
      place += columns.features().get(i).width();
    }
    return places;
  }

  private void number(
      Column column, NumberSettings settings, int place, IntToDoubleFunction medians) {
    NumberEncoding encoding = settings.unfitted(column.name());
    double fill = 0;
    if (settings.imputation().isPresent()) {
      Imputation imputation = settings.imputation().get();
      if (imputation.kind() != Imputation.Kind.CONSTANT && census.number(place).count() == 0) {
        throw new UnusableDataException(
            "The column \"%s\" has no value in any training row, so that there is no %s to impute. Leave it out of data.features, or impute a number."
                .formatted(column.name(), imputation));
      }
      fill =
          switch (imputation.kind()) {
            case MEAN -> census.number(place).mean();
            case MEDIAN -> medians.applyAsDouble(place);
            case CONSTANT -> imputation.value();
          };
      encoding = encoding.filledWith(fill);
    }
    encodings.add(encoding);
    for (int j = 0; j < column.width(); j++) {
      double[] fitted = census.number(place + j).fit(settings.scaling().orElse(scaling), fill);
      shift.add(fitted[0]);
      factor.add(fitted[1]);
    }
    for (int j = 0; j < settings.indicator().inputs(); j++) {
      unscaledInput();
    }
  }

  private void category(Column column, CategorySettings settings, int place) {
    CategoryCensus found = census.category(place);
    List<String> categories =
        settings.categories().isEmpty()
            ? found.frequent(settings.minimumCount())
            : settings.categories();
    if (categories.isEmpty()) {
      throw new UnusableDataException(
          "The column \"%s\" has no category that stands in at least %s, so that all would be unknown. Leave it out of data.features%s."
              .formatted(
                  column.name(),
                  settings.minimumCount() == 1
                      ? "one training row"
                      : "%,d training rows".formatted(settings.minimumCount()),
                  settings.minimumCount() == 1 ? "" : ", or give it a smaller min-count"));
    }
    if (categories.size() > settings.most()) {
      throw CategoryCensus.tooMany(column.name(), categories.size(), settings.most());
    }
    UnknownSlot unknown =
        found.trainRowsWithout(new HashSet<>(categories)) > 0
            ? UnknownSlot.USED
            : UnknownSlot.SILENT;
    unscaled(
        new CategoryEncoding(
            column.name(), settings.style(), settings.dimensions(), categories, unknown),
        column);
  }

  private void unscaled(ColumnEncoding encoding, Column column) {
    encodings.add(encoding);
    for (int j = 0; j < encoding.inputs(column.width()); j++) {
      unscaledInput();
    }
  }

  private void unscaledInput() {
    shift.add(0.0);
    factor.add(1.0);
  }
}
