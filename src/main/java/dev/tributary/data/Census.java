package dev.tributary.data;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;

/**
 * What one distributed pass over a source finds out: rows by segment and side, classes, bad rows,
 * and the moments of the training rows' features.
 *
 * <p>Partitions are merged in order, so that the same files give the same bits.
 *
 * @param segments in canonical order
 * @param labels counts by class index or text
 * @param numbers how many labels were numbers where the plan also takes texts
 * @param rowsByNumbers training rows whose label is numbers, by the class that these stand for
 * @param bad the rows that can't be used, by reason; no reason with none
 * @param moments of the training rows, where columns are only scaled
 * @param features of the training rows, where they are a table
 */
record Census(
    List<CensusPart.Segment> segments,
    Map<String, Tally> labels,
    long numbers,
    List<Long> rowsByNumbers,
    Map<String, Long> bad,
    Moments moments,
    FeatureCensus features) {

  static Census take(JavaRDD<RowBlock> blocks, ExampleReader reader, Scaling.Kind scaling) {
    JavaRDD<CensusPart> parts =
        blocks.mapPartitions(
            each -> List.of(CensusPart.count(reader, scaling, each)).iterator(), true);
    return CensusMerge.of(parts, reader, scaling);
  }

  Census with(Map<String, Tally> others) {
    return new Census(segments, others, numbers, rowsByNumbers, bad, moments, features);
  }

  static UnusableDataException tooManyClasses(String column) {
    return new UnusableDataException(
        "The label column \""
            + column
            + "\" has more than "
            + CensusPart.MOST_CLASSES
            + " different values, too many to be classes. If it is a number to predict, use a"
            + " regression loss such as mse.");
  }

  long rows() {
    return segments.stream().mapToLong(segment -> segment.rows).sum();
  }

  long trainRows() {
    return segments.stream().mapToLong(segment -> segment.train).sum();
  }

  long validationRows() {
    return segments.stream().mapToLong(segment -> segment.validation).sum();
  }

  /** For each segment the global indices of its first training and first validation row. */
  Map<SegmentKey, long[]> offsets() {
    Map<SegmentKey, long[]> offsets = new TreeMap<>();
    long train = 0;
    long validation = 0;
    for (CensusPart.Segment segment : segments) {
      offsets.put(segment.key(), new long[] {train, validation});
      train += segment.train;
      validation += segment.validation;
    }
    return offsets;
  }

  /**
   * Refuses a source that is empty, has no usable row, or has a bad row that the policy doesn't let
   * pass.
   */
  void refuseUnusable(Source source, BadRows policy, List<DataEncoding.Column> features) {
    if (rows() == 0) {
      throw new UnusableDataException(
          "There are no rows in " + source.name() + ". Give data that has some.");
    }
    if (!bad.isEmpty() && (policy == BadRows.FAIL || trainRows() + validationRows() == 0)) {
      String remedy =
          policy == BadRows.FAIL
              ? "Mend them, or set data.bad-rows = skip to leave such rows out and count them."
              : "There is nothing left to use: check data.features, data.label and data.options.";
      throw new UnusableDataException(
          firstBad(source)
              + ". "
              + bad.values().stream().mapToLong(Long::longValue).sum()
              + " of "
              + rows()
              + (rows() == 1 ? " row" : " rows")
              + " can't be used ("
              + reasons()
              + "). "
              + remedy
              + otherwise(features));
    }
  }

  /** What else a column of texts could be than numbers; ends a message, or is empty. */
  private String otherwise(List<DataEncoding.Column> features) {
    Optional<BadRow> first =
        segments.stream()
            .map(segment -> segment.firstBad)
            .filter(Objects::nonNull)
            .findFirst()
            .filter(fault -> fault.reason() == BadRow.Reason.NOT_A_NUMBER)
            .filter(fault -> features.contains(new DataEncoding.Column(fault.column(), 1)));
    return first
        .map(
            fault ->
                " If its texts are categories, name it in data.features as { columns = [\"%s\"], type = categorical }."
                    .formatted(fault.column()))
        .orElse("");
  }

  private String reasons() {
    List<String> counts = new ArrayList<>();
    bad.forEach((reason, count) -> counts.add(reason + ": " + count));
    return String.join(", ", counts);
  }

  /** The first bad row in canonical order, with where it stands. */
  private String firstBad(Source source) {
    long before = 0;
    String file = "";
    for (CensusPart.Segment segment : segments) {
      boolean sameFile =
          segment.file.equals(file) && (!file.isEmpty() || source.order() == Source.Order.RANGES);
      before = sameFile ? before : 0;
      file = segment.file;
      if (segment.firstBad != null) {
        long row = before + segment.firstBadRow + 1;
        return place(source, segment) + ", row " + row + ", " + segment.firstBad;
      }
      before += segment.rows;
    }
    throw new IllegalStateException("no bad row");
  }

  private static String place(Source source, CensusPart.Segment segment) {
    if (!segment.file.isEmpty()) {
      URI uri = URI.create(segment.file);
      return "file".equals(uri.getScheme()) ? uri.getPath() : segment.file;
    }
    return source.order() == Source.Order.RANGES
        ? source.name()
        : source.name() + ", partition " + segment.block;
  }
}
