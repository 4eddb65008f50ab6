package dev.tributary.data;

import dev.tributary.data.DataEncoding.Column;
import dev.tributary.nn.TargetKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.unsafe.types.UTF8String;

/** Decides from a census how text labels are read and which classes there are. */
final class LabelDecision {
  private LabelDecision() {}

  /**
   * The plan by which labels are read after all, if the census shows that they are numbers.
   *
   * <p>Texts among them are then faults, and the rows must be counted again unless {@link
   * #settled}.
   */
  static Optional<LabelReader.Plan> otherPlan(Census census, LabelReader labels) {
    return switch (labels.plan()) {
      case INDEX_OR_TEXTS ->
          census.labels().keySet().stream().anyMatch(LabelReader::isInteger)
              ? Optional.of(LabelReader.Plan.INDEX)
              : Optional.empty();
      case NUMBERS_OR_TEXTS ->
          census.numbers() > 0 ? Optional.of(LabelReader.Plan.NUMBERS) : Optional.empty();
      case NONE, INDEX, NUMBERS, NAMED, TEXTS -> Optional.empty();
    };
  }

  /**
   * The census as it would have been by the other plan; empty if only counting again can tell,
   * because some label is a fault by it.
   */
  static Optional<Census> settled(Census census, LabelReader.Plan plan, TargetSpec targets) {
    if (plan != LabelReader.Plan.INDEX) {
      return census.labels().isEmpty() ? Optional.of(census) : Optional.empty();
    }
    Map<String, Tally> byIndex = new TreeMap<>();
    for (Map.Entry<String, Tally> label : census.labels().entrySet()) {
      double number = Numbers.parse(UTF8String.fromString(label.getKey()));
      if (number != Math.rint(number) || number < 0 || number >= targets.units()) {
        return Optional.empty();
      }
      byIndex
          .computeIfAbsent(Integer.toString((int) number), index -> new Tally())
          .merge(label.getValue());
    }
    return Optional.of(census.with(byIndex));
  }

  /**
   * The class names in sorted order where labels are texts, else none.
   *
   * @throws UnusableDataException if there are more of them than the model has outputs, or not
   *     exactly two where it has a single one
   */
  static List<String> classes(Census census, LabelReader labels) {
    switch (labels.plan()) {
      case NONE, INDEX, NUMBERS, NAMED -> {
        return List.of();
      }
      case TEXTS, INDEX_OR_TEXTS, NUMBERS_OR_TEXTS -> {}
    }
    List<String> names = new ArrayList<>(census.labels().keySet());
    TargetSpec targets = labels.targets();
    String found =
        "The label column \""
            + labels.column()
            + "\" holds "
            + names.size()
            + " different "
            + (names.size() == 1 ? "text" : "texts")
            + " ("
            + Columns.list(names)
            + ")";
    if (targets.kind() == TargetKind.VALUES && names.size() != 2) {
      throw new UnusableDataException(
          found
              + ", where a model with one output tells exactly two apart. Give numbers, two"
              + " texts, or a model with an output for each and a loss such as"
              + " sparse_categorical_crossentropy.");
    }
    if (targets.kind() == TargetKind.CLASS_INDEX && names.size() > targets.units()) {
      throw new UnusableDataException(
          found
              + ", where the model has "
              + targets.units()
              + (targets.units() == 1 ? " output" : " outputs")
              + ". Set the units of the last layer to at least "
              + names.size()
              + ", or mend the labels.");
    }
    return names;
  }

  /** What classes are called in {@code training.class-weights}, by index. */
  static List<String> weighable(List<String> classes, List<Column> labels, TargetSpec targets) {
    if (!classes.isEmpty()) {
      return classes;
    }
    if (targets.kind() == TargetKind.VALUES && targets.units() > 1) {
      List<String> columns = labels.stream().map(Column::name).toList();
      if (columns.size() == targets.units()) {
        return columns;
      }
    }
    return IntStream.range(0, Math.max(2, targets.units())).mapToObj(Integer::toString).toList();
  }

  /** Training rows of each of these classes. */
  static List<Long> rows(Census census, LabelReader labels, List<String> classes) {
    if (labels.plan() == LabelReader.Plan.NUMBERS) {
      return census.rowsByNumbers();
    }
    return classes.stream()
        .map(name -> census.labels().getOrDefault(name, new Tally()).train())
        .toList();
  }

  /** Training rows by class, in the order of the classes' indices. */
  static Map<String, Long> counts(Census census, List<String> classes) {
    List<String> names = new ArrayList<>(classes);
    if (names.isEmpty()) {
      names.addAll(census.labels().keySet());
      names.sort(Comparator.comparingInt(Integer::parseInt));
    }
    Map<String, Long> counts = new LinkedHashMap<>();
    for (String name : names) {
      counts.put(name, census.labels().get(name).train());
    }
    return counts;
  }
}
