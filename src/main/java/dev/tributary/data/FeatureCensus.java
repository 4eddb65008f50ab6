package dev.tributary.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What a census finds out of the columns of a table: all that their encodings are fitted to. Empty
 * where columns are only scaled, for which {@link Moments} do.
 */
final class FeatureCensus implements Serializable {
  private static final long serialVersionUID = 1L;

  /** By the place of a number among those that are read; null where it isn't a number. */
  private final NumberCensus[] numbers;

  /** By the place; null where it isn't a category. */
  private final CategoryCensus[] categories;

  /** Missing dates by the place. */
  private final long[] dates;

  private FeatureCensus(NumberCensus[] numbers, CategoryCensus[] categories) {
    this.numbers = numbers;
    this.categories = categories;
    this.dates = new long[numbers.length];
  }

  static FeatureCensus of(FeatureReader reader) {
    ColumnEncoding[] encodings = reader.encodings();
    int width = reader.isTable() ? reader.width() : 0;
    FeatureCensus census = new FeatureCensus(new NumberCensus[width], new CategoryCensus[width]);
    int place = 0;
    for (int i = 0; i < encodings.length; i++) {
      for (int j = 0; j < reader.width(i); j++) {
        if (encodings[i] instanceof NumberEncoding number) {
          census.numbers[place] = new NumberCensus(number);
        } else if (encodings[i] instanceof CategoryEncoding category) {
          census.categories[place] = new CategoryCensus(category);
        }
        place++;
      }
    }
    return census;
  }

  /** Whether columns are only scaled. */
  boolean isEmpty() {
    return numbers.length == 0;
  }

  void begin(RowBlock block) {
    int next = 0;
    for (CategoryCensus category : categories) {
      if (category != null) {
        category.begin(block.categories[next++]);
      }
    }
  }

  /** Adds a row as it was read; of those for validation only what is missing or unknown counts. */
  void add(double[] row, boolean isValidation) {
    for (int i = 0; i < numbers.length; i++) {
      if (categories[i] != null) {
        categories[i].add(row[i], isValidation);
      } else if (numbers[i] == null) {
        dates[i] += !isValidation && Double.isNaN(row[i]) ? 1 : 0;
      } else if (!isValidation) {
        numbers[i].add(row[i]);
      }
    }
  }

  void finish() {
    for (CategoryCensus category : categories) {
      if (category != null) {
        category.finish();
      }
    }
  }

  void merge(FeatureCensus other) {
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] != null) {
        numbers[i].merge(other.numbers[i]);
      } else if (categories[i] != null) {
        categories[i].merge(other.categories[i]);
      } else {
        dates[i] += other.dates[i];
      }
    }
  }

  NumberCensus number(int place) {
    return numbers[place];
  }

  CategoryCensus category(int place) {
    return categories[place];
  }

  /** What was filled in and what wasn't known, once it is plain which categories are. */
  FeatureCounts counts(DataEncoding encoding) {
    List<FeatureCounts.Count> filled = new ArrayList<>();
    List<FeatureCounts.Count> unknown = new ArrayList<>();
    if (!isEmpty()) {
      List<ColumnEncoding> encodings = encoding.encodings();
      int place = 0;
      for (int i = 0; i < encodings.size(); i++) {
        String name = encodings.get(i).column();
        if (encodings.get(i) instanceof CategoryEncoding category) {
          CategoryCensus census = categories[place];
          filled.add(new FeatureCounts.Count(name, census.missing()));
          unknown.add(
              new FeatureCounts.Count(name, census.unknown(CategoryCodes.of(category).keySet())));
        } else {
          long missing = numbers[place] == null ? dates[place] : numbers[place].missing();
          filled.add(new FeatureCounts.Count(name, missing));
        }
        place += encoding.features().get(i).width();
      }
    }
    return new FeatureCounts(filled, unknown);
  }
}
