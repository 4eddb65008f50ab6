package dev.tributary.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The data that a network learns from.
 *
 * @param parts in order: train, then validation and test where there are any
 * @param features numbers an example
 * @param classes how many classes there are to tell apart; 0 where values are predicted
 * @param outputs how many values are predicted an example, where there are no classes
 * @param scaling as the job spells it
 * @param skippedRows how many rows were skipped, by reason
 * @param columns what became of each feature column, and what was missing; empty where columns are
 *     just scaled
 */
public record DataSummary(
    List<Part> parts,
    int features,
    int classes,
    int outputs,
    String scaling,
    Map<String, Long> skippedRows,
    Map<String, String> columns) {
  /** The name of the part that models are chosen by. */
  public static final String VALIDATION = "validation";

  /**
   * A part of the data.
   *
   * @param name {@code train}, {@code validation} or {@code test}
   * @param rows how many examples it holds
   * @param origin a path, or such as {@code 10 % of train}
   */
  public record Part(String name, long rows, String origin) {}

  public DataSummary {
    parts = List.copyOf(parts);
    skippedRows = Collections.unmodifiableMap(new LinkedHashMap<>(skippedRows));
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /** Features that are just scaled. */
  public DataSummary(
      List<Part> parts,
      int features,
      int classes,
      int outputs,
      String scaling,
      Map<String, Long> skippedRows) {
    this(parts, features, classes, outputs, scaling, skippedRows, Map.of());
  }

  boolean hasValidation() {
    return parts.stream().anyMatch(part -> part.name().equals(VALIDATION) && part.rows() > 0);
  }
}
