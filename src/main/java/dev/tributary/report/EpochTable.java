package dev.tributary.report;

import java.util.Locale;
import java.util.Map;

/** The growing table with one line an epoch; its columns are fixed before the first line. */
final class EpochTable {
  private final int epochs;
  private final boolean validation;
  private final String metric;
  private boolean begun;

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

  /** Whether the heading was asked for. */
  boolean begun() {
    return begun;
  }

  String heading() {
    begun = true;
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

  private String line(
      String epoch, String loss, String validLoss, String validMetric, String rate, String time) {
    String valid = validation ? String.format(Locale.ROOT, "%13s%17s", validLoss, validMetric) : "";
    return String.format(Locale.ROOT, "%9s%12s%s%12s%10s", epoch, loss, valid, rate, time);
  }
}
