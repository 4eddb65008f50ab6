package dev.tributary.report;

import dev.tributary.model.Evaluation;
import java.util.List;

/**
 * A model's result on one part of the data.
 *
 * @param part {@code test}, {@code validation} or the path of the data
 * @param evaluation the result
 * @param classes the names of the classes by index; empty where they are integers or values
 */
public record EvaluationReport(String part, Evaluation evaluation, List<String> classes) {
  public EvaluationReport {
    classes = List.copyOf(classes);
  }

  /** The name of a class, in one line; its number where it has none. */
  public String className(int index) {
    return index < classes.size() ? TextTable.clean(classes.get(index)) : Integer.toString(index);
  }
}
