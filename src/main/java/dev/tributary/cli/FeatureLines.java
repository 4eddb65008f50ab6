package dev.tributary.cli;

import dev.tributary.data.CategoryEncoding;
import dev.tributary.data.CategorySettings;
import dev.tributary.data.ColumnEncoding;
import dev.tributary.data.DataColumns;
import dev.tributary.data.DataEncoding;
import dev.tributary.data.DataEncoding.Column;
import dev.tributary.data.FeatureCounts;
import dev.tributary.data.NumberEncoding;
import dev.tributary.report.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What becomes of each feature column, for people: how many inputs it gives and how. */
final class FeatureLines {
  private static final int MOST_COUNTS = 8;

  private FeatureLines() {}

  /**
   * A line for each column, or for neighbors that are treated alike; none where all are just
   * scaled.
   *
   * @param encoding of these columns, as far as it is known
   */
  static Map<String, String> of(DataColumns columns, DataEncoding encoding) {
    Map<String, String> lines = new LinkedHashMap<>();
    if (encoding.columns().isEmpty()) {
      return lines;
    }
    List<ColumnEncoding> encodings = encoding.encodings();
    int count = columns.features().size();
    for (int from = 0, to = 0; from < count; from = to) {
      int inputs = 0;
      List<Column> alike = new ArrayList<>();
      for (to = from; to < count && isAlike(columns, from, to); to++) {
        Column column = columns.features().get(to);
        inputs += encodings.get(to).inputs(column.width());
        alike.add(column);
      }
      String words = columns.settings().get(from).words();
      if (encodings.get(from) instanceof CategoryEncoding category) {
        words += " of " + Numbers.count(category.slots() - 1) + " and unknown";
      }
      lines.put(
          Descriptions.names(alike),
          Numbers.count(inputs, "input") + (words.isEmpty() ? "" : ": " + words));
    }
    return lines;
  }

  /** Categories are a column's own; others go together. */
  private static boolean isAlike(DataColumns columns, int one, int other) {
    return one == other
        || (columns.settings().get(one).equals(columns.settings().get(other))
            && !(columns.settings().get(one) instanceof CategorySettings));
  }

  /** What was filled in and what wasn't known, of all the parts of the data. */
  static Map<String, String> of(FeatureCounts counts, DataEncoding encoding) {
    Map<String, Double> fills = new LinkedHashMap<>();
    for (NumberEncoding number : encoding.columns().numbers()) {
      number.fill().forEach(fill -> fills.put(number.column(), fill));
    }
    Map<String, String> lines = new LinkedHashMap<>();
    if (!counts.missing().isEmpty()) {
      lines.put(
          "missing",
          text(
              counts.missing(),
              column ->
                  fills.containsKey(column)
                      ? " (imputed " + Numbers.decimal(fills.get(column)) + ")"
                      : ""));
    }
    if (!counts.unknown().isEmpty()) {
      lines.put("unknown categories", text(counts.unknown(), column -> ""));
    }
    return lines;
  }

  private static String text(
      List<FeatureCounts.Count> counts, java.util.function.UnaryOperator<String> more) {
    String rest = counts.size() > MOST_COUNTS ? ", …" : "";
    return counts.stream()
            .limit(MOST_COUNTS)
            .map(
                count ->
                    count.column()
                        + " "
                        + Numbers.count(count.rows(), "row")
                        + more.apply(count.column()))
            .collect(Collectors.joining(", "))
        + rest;
  }
}
