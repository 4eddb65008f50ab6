package dev.tributary.report;

import dev.tributary.model.ClassificationMetrics;
import dev.tributary.model.Evaluation;
import dev.tributary.model.RegressionMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run to report on. */
public final class Sample {
  private Sample() {}

  public static NetworkTable network() {
    return new NetworkTable(
        "64",
        List.of(
            new NetworkTable.Row("dense_1", "300", 19_500, "he_normal"),
            new NetworkTable.Row("batch_normalization_1", "300", 600, "momentum 0.99"),
            new NetworkTable.Row("activation_1", "300", 0, "elu"),
            new NetworkTable.Row("dense_2", "10", 3_010, "glorot_uniform, softmax")),
        23_110,
        600);
  }

  static NetworkTable deepNetwork(int layers) {
    List<NetworkTable.Row> rows = new ArrayList<>();
    for (int i = 1; i <= layers; i++) {
      rows.add(new NetworkTable.Row("dense_" + i, "100", 10_100, "he_normal, elu"));
    }
    return new NetworkTable("100", rows, 10_100L * layers, 0);
  }

  public static DataSummary data() {
    Map<String, Long> skipped = new LinkedHashMap<>();
    skipped.put("null", 2L);
    skipped.put("not a number", 1L);
    return new DataSummary(
        List.of(
            new DataSummary.Part("train", 1_257, "data-samples/digits/train.csv"),
            new DataSummary.Part("validation", 140, "10 % of train"),
            new DataSummary.Part("test", 400, "data-samples/digits/test.csv")),
        64,
        10,
        0,
        "standard",
        skipped);
  }

  public static TrainingPlan plan() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("optimizer", "nesterov, momentum 0.9, learning rate 0.05 (constant)");
    settings.put("clipping", "by value, 1.0");
    settings.put("loss", "sparse_categorical_crossentropy");
    settings.put("engine", "native, OpenBLAS 0.3.31, 1 thread a task");
    settings.put("output", "out/digits");
    return new TrainingPlan("conf/digits.conf", 2, 128, "every 32 minibatches", 10, settings);
  }

  public static EpochReport epoch(int number) {
    Map<String, Double> validation = new LinkedHashMap<>();
    validation.put("loss", 0.4123 / number);
    validation.put("accuracy", 1 - 0.09 / number);
    return new EpochReport(
        number,
        5L * number,
        1_257,
        0.5 / number,
        validation,
        Map.of(),
        0.05,
        1.234,
        new RoundSeconds(0.016, 0.0008, 0.0007, 0.0005),
        2,
        List.of(),
        Optional.empty());
  }

  static EvaluationReport digits(String part) {
    return classification(part, 10, List.of());
  }

  /** {@code classes} classes of 40 rows, of which i mod 4 are taken for the next class. */
  public static EvaluationReport classification(String part, int classes, List<String> names) {
    long[][] confusion = new long[classes][classes];
    for (int i = 0; i < classes; i++) {
      confusion[i][i] = 40L - i % 4;
      confusion[i][(i + 1) % classes] = i % 4;
    }
    return new EvaluationReport(
        part, new Evaluation(0.0891, new ClassificationMetrics(confusion)), names);
  }

  static EvaluationReport regression(String part) {
    return new EvaluationReport(
        part,
        new Evaluation(0.4912, new RegressionMetrics(89, 1, 260_000, 3_900, 530_000)),
        List.of());
  }

  public static Summary summary(Summary.Status status) {
    Map<String, Double> validation = new LinkedHashMap<>();
    validation.put("loss", 0.0712);
    validation.put("accuracy", 0.981);
    return new Summary(
        status,
        23_110,
        2,
        10,
        50,
        12_570,
        Map.of("loss", 0.02),
        validation,
        Map.of("loss", 0.0891),
        Map.of(),
        List.of(),
        new Summary.Seconds(5.31, 3.1, new RoundSeconds(0.16, 0.008, 0.009, 0.003), 1.0, 0.25),
        Map.of("null", 2L),
        "out/digits/model",
        Optional.empty());
  }

  static RunReport run(Summary.Status status) {
    return new RunReport(
        summary(status),
        new AveragingAdvice(
            summary(status).seconds().rounds(), 50, 250, 5, "averaging.every", 2, 2, 2),
        List.of(digits("validation"), digits("test")),
        "out/digits",
        "data-samples/digits/test.csv",
        "logs/tributary-2026-01-31.log");
  }
}
