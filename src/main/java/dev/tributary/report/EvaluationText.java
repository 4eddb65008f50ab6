package dev.tributary.report;

import dev.tributary.model.ClassificationMetrics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.IntStream;

/** The lines that tell how good a model is. */
final class EvaluationText {
  /** With more classes, the matrix is too large to be read and only the weakest are listed. */
  private static final int MOST_CLASSES = 20;

  private static final int WEAKEST = 10;
  private static final int MOST_MISTAKES = 5;

  /** Longer class names give way to letters above the matrix. */
  private static final int LONGEST_NAME = 5;

  private EvaluationText() {}

  /** One line for each evaluation, all figures lined up. */
  static List<String> overview(List<EvaluationReport> evaluations, int width) {
    Set<String> names = new LinkedHashSet<>();
    evaluations.forEach(report -> names.addAll(report.evaluation().values().keySet()));
    TextTable table = new TextTable().left("data").right("rows");
    names.forEach(name -> table.right(heading(name)));
    for (EvaluationReport report : evaluations) {
      Map<String, Double> values = report.evaluation().values();
      List<String> cells = new ArrayList<>();
      cells.add(report.part());
      cells.add(Numbers.count(report.evaluation().metrics().examples()));
      names.forEach(name -> cells.add(figure(name, values.get(name))));
      table.row(cells);
    }
    return table.lines(width);
  }

  /** What a metric is called in tables. */
  static String heading(String metric) {
    return switch (metric) {
      case "rmse" -> "RMSE";
      case "mae" -> "MAE";
      case "r2" -> "R²";
      default -> metric;
    };
  }

  /** A metric's figure; {@code -} where it is undefined. */
  static String figure(String metric, Double value) {
    if (value == null) {
      return "-";
    }
    return metric.equals("accuracy") ? Numbers.percent(value) : Numbers.decimal(value);
  }

  /** Precision and recall by class; with many classes, of those with the lowest F1. */
  static List<String> byClass(EvaluationReport report, ClassificationMetrics metrics, int width) {
    List<Integer> shown = IntStream.range(0, metrics.classes()).boxed().toList();
    boolean many = metrics.classes() > MOST_CLASSES;
    if (many) {
      shown =
          shown.stream()
              .filter(i -> metrics.f1(i).isPresent())
              .sorted(Comparator.comparingDouble(i -> metrics.f1(i).orElseThrow()))
              .limit(WEAKEST)
              .toList();
    }
    TextTable table =
        new TextTable().left("class").right("precision").right("recall").right("F1").right("rows");
    boolean undefined = false;
    for (int i : shown) {
      undefined |= metrics.precision(i).isEmpty() || metrics.recall(i).isEmpty();
      table.row(
          report.className(i),
          percent(metrics.precision(i)),
          percent(metrics.recall(i)),
          percent(metrics.f1(i)),
          Numbers.count(metrics.support(i)));
    }
    List<String> lines = new ArrayList<>(table.lines(width));
    if (undefined) {
      lines.add("- is undefined: no row was taken for the class, or none is of it");
    }
    if (many) {
      lines.add(
          "the " + shown.size() + " weakest of " + Numbers.count(metrics.classes()) + " classes");
    }
    return lines;
  }

  /** The matrix; empty where it wouldn't fit. */
  static List<String> confusion(EvaluationReport report, ClassificationMetrics metrics, int width) {
    if (metrics.classes() > MOST_CLASSES) {
      return List.of();
    }
    List<String> matrix = matrix(report, metrics, width);
    return matrix.stream().allMatch(line -> TextTable.width(line) <= width) ? matrix : List.of();
  }

  private static List<String> matrix(
      EvaluationReport report, ClassificationMetrics metrics, int width) {
    int classes = metrics.classes();
    boolean letters =
        IntStream.range(0, classes)
            .anyMatch(i -> TextTable.width(report.className(i)) > LONGEST_NAME);
    TextTable table = new TextTable().left("");
    if (letters) {
      table.left("");
    }
    for (int i = 0; i < classes; i++) {
      table.right(letters ? letter(i) : report.className(i));
    }
    for (int actual = 0; actual < classes; actual++) {
      List<String> cells = new ArrayList<>();
      if (letters) {
        cells.add(letter(actual));
        cells.add(TextTable.shorten(report.className(actual), 20));
      } else {
        cells.add(report.className(actual));
      }
      for (int predicted = 0; predicted < classes; predicted++) {
        long count = metrics.count(actual, predicted);
        cells.add(count == 0 ? "·" : Numbers.count(count));
      }
      table.row(cells);
    }
    List<String> lines = table.lines(Integer.MAX_VALUE);
    boolean fits = lines.stream().allMatch(line -> TextTable.width(line) <= width);
    return fits ? lines : table.narrow().lines(Integer.MAX_VALUE);
  }

  private record Mistake(int actual, int predicted, long count) {}

  /** The classes that are most often taken for another. */
  static List<String> mistakes(EvaluationReport report, ClassificationMetrics metrics, int width) {
    List<Mistake> mistakes = new ArrayList<>();
    for (int actual = 0; actual < metrics.classes(); actual++) {
      for (int predicted = 0; predicted < metrics.classes(); predicted++) {
        long count = metrics.count(actual, predicted);
        if (actual != predicted && count > 0) {
          mistakes.add(new Mistake(actual, predicted, count));
        }
      }
    }
    if (mistakes.isEmpty()) {
      return List.of("none");
    }
    mistakes.sort(Comparator.comparingLong(Mistake::count).reversed());
    TextTable table =
        new TextTable().left("class").left("taken for").right("rows").right("of the class");
    for (Mistake mistake : mistakes.subList(0, Math.min(MOST_MISTAKES, mistakes.size()))) {
      table.row(
          report.className(mistake.actual),
          report.className(mistake.predicted),
          Numbers.count(mistake.count),
          Numbers.percent((double) mistake.count / metrics.support(mistake.actual)));
    }
    return table.lines(width);
  }

  private static String letter(int index) {
    return String.valueOf((char) ('a' + index));
  }

  private static String percent(OptionalDouble share) {
    return share.isPresent() ? Numbers.percent(share.getAsDouble()) : "-";
  }
}
