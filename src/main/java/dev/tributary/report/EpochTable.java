package dev.tributary.report;

import java.util.Locale;
import java.util.Map;

/** The growing table with one line an epoch; its columns are fixed before the first line. */
final class EpochTable {
  private final int epochs;
  private final boolean validation;
  private final String metric;
  private boolean begun;
  private int width = Integer.MAX_VALUE;

  private EpochTable(int epochs, boolean validation, String metric) {
    this.epochs = epochs;
    this.validation = validation;
    this.metric = metric;
  }

  static EpochTable of(int epochs, DataSummary data) {
    return new EpochTable(epochs, data.hasValidation(), data.classes() > 0 ? "accuracy" : "rmse");
  }

  static EpochTable of(EpochReport first) {
    Map<String, Double> metrics = first.validation();
    return new EpochTable(
        0, !metrics.isEmpty(), metrics.containsKey("accuracy") ? "accuracy" : "rmse");
  }

  /** Whether the heading was asked for, and its columns are those for such a width. */
  boolean begun(int available) {
    return begun && columns(available) == columns(width);
  }

  /** How many columns there is room for. */
  private int columns(int available) {
    if (!validation) {
      return available >= 43 ? 4 : available >= 31 ? 3 : 2;
    }
    return available >= 73 ? 6 : available >= 61 ? 5 : available >= 51 ? 4 : 3;
  }

  /**
   * The heading.
   *
   * @param available columns; where the table is too wide, what matters least is left out, down the
   *     whole table
   */
  String heading(int available) {
    begun = true;
    width = available;
    return line(
        "epoch",
        "train loss",
        "valid. loss",
        "valid. " + EvaluationText.heading(metric),
        "examples/s",
        "time");
  }

  String line(EpochReport epoch) {
    Map<String, Double> metrics = epoch.validation();
    return line(
        epochs > 0 ? epoch.epoch() + "/" + epochs : Integer.toString(epoch.epoch()),
        Numbers.decimal(epoch.loss()),
        EvaluationText.figure("loss", metrics.get("loss")),
        EvaluationText.figure(metric, metrics.get(metric)),
        Numbers.rate(epoch.examplesPerSecond()),
        Numbers.duration(epoch.seconds()));
  }

  /** Such as {@code valid. accuracy 97.1 %}; empty where nothing was validated. */
  String validation(EpochReport epoch) {
    Map<String, Double> metrics = epoch.validation();
    return metrics.isEmpty()
        ? ""
        : "valid. "
            + EvaluationText.heading(metric)
            + " "
            + EvaluationText.figure(metric, metrics.get(metric));
  }

  private String line(
      String epoch, String loss, String validLoss, String validMetric, String rate, String time) {
    int columns = columns(width);
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%9s%12s", epoch, loss));
    if (validation) {
      line.append(columns >= 4 ? String.format(Locale.ROOT, "%13s", validLoss) : "");
      line.append(String.format(Locale.ROOT, "%17s", validMetric));
    }
    int others = columns - (validation ? 2 : 0);
    line.append(others >= 4 ? String.format(Locale.ROOT, "%12s", rate) : "");
    line.append(others >= 3 ? String.format(Locale.ROOT, "%10s", time) : "");
    return line.toString();
  }
}
