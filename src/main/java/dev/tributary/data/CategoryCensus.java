package dev.tributary.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a census finds out of a categorical column: how often each category stands in the rows. */
final class CategoryCensus implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The most different categories that are counted. */
  private static final int MOST = 2 * CategorySettings.MOST;

  private static final int TRAIN = 0;
  private static final int VALIDATION = 1;

  private final String column;

  /** Those that are known already; empty where all are to be found. */
  private final HashSet<String> known;

  /** Rows by category, training rows first; where categories are known, of unknown ones alone. */
  private final HashMap<String, long[]> rows = new HashMap<>();

  private final long[] missing = new long[2];
  private long[][] ofBlock = new long[0][];

  CategoryCensus(CategoryEncoding encoding) {
    this.column = encoding.column();
    this.known = new HashSet<>(encoding.categories());
  }

  /** Starts a block of rows, whose categories are numbered. */
  void begin(String[] categories) {
    ofBlock = new long[categories.length][];
    for (int i = 0; i < categories.length; i++) {
      // One count does for all that aren't known: which they are is no matter.
      String name = known.isEmpty() ? categories[i] : "";
      if (known.isEmpty() || !known.contains(categories[i])) {
        ofBlock[i] = rows.computeIfAbsent(name, each -> new long[2]);
      }
    }
    if (rows.size() > MOST) {
      throw tooMany(column, rows.size(), MOST);
    }
  }

  /** Adds a row; NaN is a missing category. */
  void add(double category, boolean isValidation) {
    int side = isValidation ? VALIDATION : TRAIN;
    if (Double.isNaN(category)) {
      missing[side]++;
    } else if (ofBlock[(int) category] != null) {
      ofBlock[(int) category][side]++;
    }
  }

  /** No more rows of blocks come: their counts are let go of. */
  void finish() {
    ofBlock = new long[0][];
  }

  void merge(CategoryCensus other) {
    for (Map.Entry<String, long[]> each : other.rows.entrySet()) {
      long[] sum = rows.computeIfAbsent(each.getKey(), name -> new long[2]);
      sum[TRAIN] += each.getValue()[TRAIN];
      sum[VALIDATION] += each.getValue()[VALIDATION];
    }
    missing[TRAIN] += other.missing[TRAIN];
    missing[VALIDATION] += other.missing[VALIDATION];
    if (rows.size() > MOST) {
      throw tooMany(column, rows.size(), MOST);
    }
  }

  /** The categories that stand in at least so many training rows, in sorted order. */
  List<String> frequent(long minimumCount) {
    TreeMap<String, long[]> sorted = new TreeMap<>(rows);
    List<String> names = new ArrayList<>();
    sorted.forEach(
        (name, counts) -> {
          if (counts[TRAIN] >= minimumCount) {
            names.add(name);
          }
        });
    return names;
  }

  /** Rows without a category. */
  long missing() {
    return missing[TRAIN] + missing[VALIDATION];
  }

  /** Rows with a category that isn't one of these. */
  long unknown(Set<String> categories) {
    return unknown(categories, TRAIN) + unknown(categories, VALIDATION);
  }

  /** Training rows with a category that isn't one of these, or with none. */
  long trainRowsWithout(Set<String> categories) {
    return missing[TRAIN] + unknown(categories, TRAIN);
  }

  private long unknown(Set<String> categories, int side) {
    return rows.entrySet().stream()
        .filter(each -> !known.isEmpty() || !categories.contains(each.getKey()))
        .mapToLong(each -> each.getValue()[side])
        .sum();
  }

  static UnusableDataException tooMany(String column, long found, int most) {
    return new UnusableDataException(
        "The column \"%s\" holds %,d different categories, more than %,d. If it is a number, leave type = categorical out. Else leave rare ones out with min-count, which makes them unknown, or give it a larger max; a column with a different text in nearly every row, such as a name or a key, teaches nothing: leave it out of data.features."
            .formatted(column, found, most));
  }
}
