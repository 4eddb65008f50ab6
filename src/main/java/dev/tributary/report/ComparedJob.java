package dev.tributary.report;

import dev.tributary.nn.diagnosis.Finding;
import dev.tributary.nn.diagnosis.Severity;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * A job in a comparison.
 *
 * @param name what the table calls it
 * @param result what came of it
 * @param findings before and after training, the worst first
 */
public record ComparedJob(String name, Result result, List<Finding> findings) {
  /** What came of a job. */
  public sealed interface Result {}

  /**
   * It was trained.
   *
   * @param status whether to its end
   * @param data the part of the data that the metrics are of: {@code test}, {@code validation} or,
   *     where there is neither, {@code train}
   * @param metrics by name
   * @param reached the first epoch that reached the target, if one did
   * @param epochs trained to their end
   * @param seconds of training
   */
  public record Trained(
      Summary.Status status,
      String data,
      Map<String, Double> metrics,
      OptionalInt reached,
      int epochs,
      double seconds)
      implements Result {
    public Trained {
      metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
  }

  /**
   * It diverged.
   *
   * @param when such as {@code in epoch 3}
   * @param message what is known of it and what to do
   */
  public record Diverged(String when, String message) implements Result {}

  /**
   * It couldn't be trained at all.
   *
   * @param why in two or three words
   * @param message in full
   */
  public record Failed(String why, String message) implements Result {}

  /** The comparison ended before its turn. */
  public record NotTrained() implements Result {}

  public ComparedJob {
    findings = List.copyOf(findings);
  }

  /** The findings but hints, which need no action. */
  List<Finding> seriousFindings() {
    return findings.stream().filter(each -> each.severity() != Severity.HINT).toList();
  }
}
