package dev.tributary.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was missing in the rows of feature columns, and which categories weren't known.
 *
 * @param missing by column, in their order; none where nothing was
 * @param unknown by column, in their order; none where nothing was
 */
public record FeatureCounts(List<Count> missing, List<Count> unknown) {
  /** So many rows of a column. */
  public record Count(String column, long rows) {}

  /** Nothing was missing. */
  public static final FeatureCounts NONE = new FeatureCounts(List.of(), List.of());

  public FeatureCounts {
    missing = some(missing);
    unknown = some(unknown);
  }

  /** Those of both together. */
  public FeatureCounts plus(FeatureCounts other) {
    return new FeatureCounts(sum(missing, other.missing), sum(unknown, other.unknown));
  }

  private static List<Count> some(List<Count> counts) {
    return counts.stream().filter(count -> count.rows() > 0).toList();
  }

  private static List<Count> sum(List<Count> some, List<Count> others) {
    Map<String, Long> sums = new LinkedHashMap<>();
    some.forEach(each -> sums.merge(each.column(), each.rows(), Long::sum));
    others.forEach(each -> sums.merge(each.column(), each.rows(), Long::sum));
    List<Count> counts = new ArrayList<>();
    sums.forEach((column, rows) -> counts.add(new Count(column, rows)));
    return counts;
  }
}
