package dev.tributary.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How columns become inputs that are more than numbers to scale; the other columns aren't named.
 *
 * @param numbers those that are clipped, filled in or taken through a curve
 * @param categories the categorical ones
 * @param dates the dates
 */
public record ColumnEncodings(
    List<NumberEncoding> numbers, List<CategoryEncoding> categories, List<DateEncoding> dates) {
  /** All columns are numbers to scale. */
  public static final ColumnEncodings NONE = new ColumnEncodings(List.of(), List.of(), List.of());

  public ColumnEncodings {
    numbers = List.copyOf(numbers);
    categories = List.copyOf(categories);
    dates = List.copyOf(dates);
  }

  /** Sorts them by their kind; plain ones are left out. */
  static ColumnEncodings of(List<ColumnEncoding> columns) {
    List<NumberEncoding> numbers = new ArrayList<>();
    List<CategoryEncoding> categories = new ArrayList<>();
    List<DateEncoding> dates = new ArrayList<>();
    for (ColumnEncoding column : columns) {
      if (column instanceof CategoryEncoding category) {
        categories.add(category);
      } else if (column instanceof DateEncoding date) {
        dates.add(date);
      } else if (column instanceof NumberEncoding number && !number.isPlain()) {
        numbers.add(number);
      }
    }
    return new ColumnEncodings(numbers, categories, dates);
  }

  /** Whether there is nothing to do but to scale. */
  public boolean isEmpty() {
    return numbers.isEmpty() && categories.isEmpty() && dates.isEmpty();
  }

  /** The columns that they are of. */
  public List<String> names() {
    return all().map(ColumnEncoding::column).toList();
  }

  /** One for each of these columns, in their order. */
  List<ColumnEncoding> of(Iterable<DataEncoding.Column> columns) {
    Map<String, ColumnEncoding> byName = new HashMap<>();
    all().forEach(each -> byName.put(each.column(), each));
    List<ColumnEncoding> encodings = new ArrayList<>();
    for (DataEncoding.Column column : columns) {
      ColumnEncoding own = byName.get(column.name());
      encodings.add(own == null ? NumberEncoding.plain(column.name()) : own);
    }
    return encodings;
  }

  /**
   * Checks what a model's file says.
   *
   * @throws IllegalArgumentException if a column is unknown, or is named twice, or can't be so
   */
  void check(List<DataEncoding.Column> columns) {
    Map<String, Integer> values = new HashMap<>();
    for (DataEncoding.Column column : columns) {
      if (values.put(column.name(), column.width()) != null && !isEmpty()) {
        throw ColumnEncoding.invalid(column.name(), "the column stands there twice");
      }
    }
    Set<String> seen = new HashSet<>();
    all()
        .forEach(
            each -> {
              Integer width = values.get(each.column());
              if (width == null || !seen.add(each.column())) {
                throw ColumnEncoding.invalid(
                    each.column(),
                    width == null ? "there is no such feature" : "there are two of it");
              }
              each.check(width);
            });
  }

  private Stream<ColumnEncoding> all() {
    return Stream.of(numbers, categories, dates).flatMap(List::stream);
  }
}
