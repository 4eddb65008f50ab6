package dev.tributary.report.page;

import dev.tributary.model.ClassificationMetrics;
import dev.tributary.report.EvaluationReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** A model's result on a part of the data: its figures, by class too, and what it confuses. */
final class EvaluationTree {
  /** Of more classes, a matrix can't be read: there are the worst mistakes in its place. */
  static final int MOST_IN_MATRIX = 40;

  /** Of more classes, those with the lowest F1 are shown. */
  static final int MOST_CLASSES = 200;

  private static final int MOST_MISTAKES = 40;

  private EvaluationTree() {}

  static Map<String, Object> of(EvaluationReport report) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("part", report.part());
    tree.put("examples", report.evaluation().metrics().examples());
    tree.put("values", report.evaluation().values());
    if (report.evaluation().metrics() instanceof ClassificationMetrics metrics
        && metrics.examples() > 0) {
      tree.put("classCount", metrics.classes());
      tree.put("classes", classes(report, metrics));
      if (metrics.classes() <= MOST_IN_MATRIX) {
        tree.put("confusion", matrix(metrics));
      } else {
        tree.put("mistakes", mistakes(report, metrics));
      }
    }
    return tree;
  }

  private static List<Map<String, Object>> classes(
      EvaluationReport report, ClassificationMetrics metrics) {
    List<Integer> shown = IntStream.range(0, metrics.classes()).boxed().toList();
    if (metrics.classes() > MOST_CLASSES) {
      shown =
          shown.stream()
              .filter(i -> metrics.f1(i).isPresent())
              .sorted(Comparator.comparingDouble(i -> metrics.f1(i).orElseThrow()))
              .limit(MOST_CLASSES)
              .toList();
    }
    List<Map<String, Object>> classes = new ArrayList<>();
    for (int i : shown) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("name", report.className(i));
      entry.put("precision", orNull(metrics.precision(i)));
      entry.put("recall", orNull(metrics.recall(i)));
      entry.put("f1", orNull(metrics.f1(i)));
      entry.put("rows", metrics.support(i));
      classes.add(entry);
    }
    return classes;
  }

  /** {@code [actual][predicted]}. */
  private static List<List<Long>> matrix(ClassificationMetrics metrics) {
    List<List<Long>> matrix = new ArrayList<>();
    for (int actual = 0; actual < metrics.classes(); actual++) {
      int row = actual;
      matrix.add(
          IntStream.range(0, metrics.classes()).mapToObj(i -> metrics.count(row, i)).toList());
    }
    return matrix;
  }

  private record Mistake(int actual, int predicted, long count) {}

  private static List<Map<String, Object>> mistakes(
      EvaluationReport report, ClassificationMetrics metrics) {
    List<Mistake> mistakes = new ArrayList<>();
    for (int actual = 0; actual < metrics.classes(); actual++) {
      for (int predicted = 0; predicted < metrics.classes(); predicted++) {
        long count = metrics.count(actual, predicted);
        if (actual != predicted && count > 0) {
          mistakes.add(new Mistake(actual, predicted, count));
        }
      }
    }
    mistakes.sort(Comparator.comparingLong(Mistake::count).reversed());
    List<Map<String, Object>> worst = new ArrayList<>();
    for (Mistake mistake : mistakes.subList(0, Math.min(MOST_MISTAKES, mistakes.size()))) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("actual", report.className(mistake.actual));
      entry.put("predicted", report.className(mistake.predicted));
      entry.put("rows", mistake.count);
      entry.put("share", (double) mistake.count / metrics.support(mistake.actual));
      worst.add(entry);
    }
    return worst;
  }

  private static Double orNull(OptionalDouble value) {
    return value.isPresent() ? value.getAsDouble() : null;
  }
}
