package dev.tributary.report;

import java.util.List;

/**
 * How a run ended.
 *
 * @param summary the figures
 * @param averaging what averaging cost
 * @param evaluations the last one is shown in full, the others in a line each
 * @param output the output directory
 * @param data what the model could be evaluated on, for the hint of what to do next
 * @param log the file that holds the rest; empty if unknown
 */
public record RunReport(
    Summary summary,
    AveragingAdvice averaging,
    List<EvaluationReport> evaluations,
    String output,
    String data,
    String log) {
  public RunReport {
    evaluations = List.copyOf(evaluations);
  }
}
