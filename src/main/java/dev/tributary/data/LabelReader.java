package dev.tributary.data;

import dev.tributary.data.DataEncoding.Column;
import dev.tributary.nn.TargetKind;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Reads a row's label by a plan: as a class index, as numbers, or, before the classes are known, as
 * a text to count.
 *
 * <p>After {@link #read} returned null, the label is in {@link #classIndex}, {@link #values} or
 * {@link #text}.
 */
final class LabelReader implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int LISTED = 12;

  /** How labels are read. */
  enum Plan {
    /** There is none: the features are the targets. */
    NONE,
    /** A whole number from 0 is the class. */
    INDEX,
    /** The numbers are the targets. */
    NUMBERS,
    /** A text stands for its index among the known classes. */
    NAMED,
    /** Every value is a text that the census counts, to make classes of. */
    TEXTS,
    /** As texts, unless one of them is a whole number: then all are class indices. */
    INDEX_OR_TEXTS,
    /** Numbers are targets; the census counts other texts, which are two classes or faults. */
    NUMBERS_OR_TEXTS
  }

  private final Plan plan;
  private final TargetSpec targets;
  private final ColumnReader[] columns;
  private final HashMap<UTF8String, Integer> classes;
  private final double[] values;
  private int classIndex;
  private UTF8String text;

  private LabelReader(
      Plan plan, TargetSpec targets, ColumnReader[] columns, Map<UTF8String, Integer> classes) {
    this.plan = plan;
    this.targets = targets;
    this.columns = columns;
    this.classes = new HashMap<>(classes);
    this.values =
        switch (targets.kind()) {
          case CLASS_INDEX -> new double[1];
          case VALUES -> new double[targets.units()];
          case FEATURES -> new double[0];
        };
  }

  /**
   * A reader of labels whose classes are not known yet.
   *
   * @throws UnusableDataException if the columns can't give what the targets ask for
   */
  static LabelReader undecided(
      StructType schema, List<Column> labels, TargetSpec targets, LabelType type) {
    if (targets.kind() == TargetKind.FEATURES) {
      return none(targets);
    }
    ColumnReader[] columns = columns(schema, labels, targets);
    boolean single = columns.length == 1 && columns[0] instanceof ColumnReader.Single;
    boolean isText = single && ((ColumnReader.Single) columns[0]).isText();
    boolean byName = type == LabelType.TEXT;
    Plan plan;
    if (targets.kind() == TargetKind.CLASS_INDEX) {
      plan =
          byName ? Plan.TEXTS : isText && type == LabelType.AUTO ? Plan.INDEX_OR_TEXTS : Plan.INDEX;
    } else if (byName && !(single && targets.units() == 1)) {
      throw new UnusableDataException(
          "data.label-type is text, and the loss compares "
              + targets.units()
              + " numbers with the columns "
              + Columns.list(labels.stream().map(Column::name).toList())
              + ". Texts can be the label of a single column where the output is classes, or one"
              + " unit.");
    } else if (byName) {
      plan = Plan.TEXTS;
    } else {
      plan = isText && type == LabelType.AUTO ? Plan.NUMBERS_OR_TEXTS : Plan.NUMBERS;
    }
    return new LabelReader(plan, targets, columns, Map.of());
  }

  /** A reader of labels as a model knows them. */
  static LabelReader known(StructType schema, DataEncoding encoding, TargetSpec targets) {
    if (targets.kind() == TargetKind.FEATURES) {
      return none(targets);
    }
    Plan numeric = targets.kind() == TargetKind.CLASS_INDEX ? Plan.INDEX : Plan.NUMBERS;
    LabelReader reader =
        new LabelReader(numeric, targets, columns(schema, encoding.labels(), targets), Map.of());
    return encoding.classes().isEmpty() ? reader : reader.named(encoding.classes());
  }

  private static LabelReader none(TargetSpec targets) {
    return new LabelReader(Plan.NONE, targets, new ColumnReader[0], Map.of());
  }

  LabelReader with(Plan decided) {
    return new LabelReader(decided, targets, columns, Map.of());
  }

  LabelReader named(List<String> names) {
    Map<UTF8String, Integer> known = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      known.put(UTF8String.fromString(names.get(i)), i);
    }
    return new LabelReader(Plan.NAMED, targets, columns, known);
  }

  Plan plan() {
    return plan;
  }

  TargetSpec targets() {
    return targets;
  }

  String column() {
    return columns[0].name;
  }

  /** The class of the row read last. */
  int classIndex() {
    return classIndex;
  }

  /** The targets of the row read last, {@code [units]}. */
  double[] values() {
    return values;
  }

  /**
   * The class that a row's targets stand for: the largest one's place, or a single one's side.
   *
   * @param numbers {@code [rows, units]}
   */
  int classOf(double[] numbers, int row) {
    int units = targets.units();
    int from = row * units;
    if (units == 1) {
      return numbers[from] > 0.5 ? 1 : 0;
    }
    int largest = 0;
    for (int i = 1; i < units; i++) {
      largest = numbers[from + i] > numbers[from + largest] ? i : largest;
    }
    return largest;
  }

  /** The class that a label's text stands for, once classes are known; negative if for none. */
  int classIndex(String label) {
    UTF8String own = UTF8String.fromString(label);
    if (plan == Plan.NAMED) {
      return classes.getOrDefault(own, -1);
    }
    double number = Numbers.parse(own);
    return plan == Plan.INDEX && isIndex(number) ? (int) number : -1;
  }

  private boolean isIndex(double number) {
    return number == Math.rint(number) && number >= 0 && number < targets.units();
  }

  /** The text of the row read last where the plan counts texts; null where it was a number. */
  UTF8String text() {
    return text;
  }

  /** Reads a row's label; null, or what is wrong with it. */
  BadRow read(InternalRow row) {
    return switch (plan) {
      case NONE -> null;
      case INDEX -> readIndex(row);
      case NUMBERS -> readNumbers(row);
      case NAMED -> readNamed(row);
      case TEXTS, INDEX_OR_TEXTS -> readText(row);
      case NUMBERS_OR_TEXTS -> {
        text = null;
        BadRow fault = readNumbers(row);
        yield fault != null && fault.reason() == BadRow.Reason.NOT_A_NUMBER ? readText(row) : fault;
      }
    };
  }

  /** Whether a text writes a class index, in range or not. */
  static boolean isInteger(String text) {
    double number = Numbers.parse(UTF8String.fromString(text));
    return number == Math.rint(number) && !Double.isInfinite(number);
  }

  private BadRow readIndex(InternalRow row) {
    BadRow fault = columns[0].read(row, values, 0);
    if (fault != null && fault.reason() == BadRow.Reason.NO_VALUE) {
      return new BadRow(BadRow.Reason.NO_VALUE, column(), "no value", allowedIndex());
    }
    double number = values[0];
    if (fault != null || !isIndex(number)) {
      return unknown(row, allowedIndex());
    }
    classIndex = (int) number;
    return null;
  }

  private BadRow readNumbers(InternalRow row) {
    int offset = 0;
    for (ColumnReader column : columns) {
      BadRow fault = column.read(row, values, offset);
      if (fault != null) {
        return fault;
      }
      offset += column.width;
    }
    return null;
  }

  private BadRow readNamed(InternalRow row) {
    BadRow fault = readText(row);
    if (fault != null) {
      return fault;
    }
    Integer index = classes.get(text);
    if (index == null) {
      List<String> names = classes.keySet().stream().map(UTF8String::toString).sorted().toList();
      String more = names.size() > LISTED ? " … (" + names.size() + " in all)" : "";
      return unknown(
          row,
          "one of " + String.join(", ", names.subList(0, Math.min(LISTED, names.size()))) + more);
    }
    classIndex = index;
    values[0] = index;
    return null;
  }

  private BadRow readText(InternalRow row) {
    ColumnReader.Single column = (ColumnReader.Single) columns[0];
    if (row.isNullAt(column.ordinal)) {
      return new BadRow(BadRow.Reason.NO_VALUE, column.name, "no value", "a class");
    }
    text =
        column.isText()
            ? row.getUTF8String(column.ordinal)
            : UTF8String.fromString(column.text(row));
    return null;
  }

  private BadRow unknown(InternalRow row, String allowed) {
    String found = BadRow.quoted(((ColumnReader.Single) columns[0]).text(row));
    return new BadRow(BadRow.Reason.UNKNOWN_LABEL, column(), found, allowed);
  }

  private String allowedIndex() {
    return "a class, a whole number from 0 to "
        + (targets.units() - 1)
        + ", as the model has "
        + targets.units()
        + (targets.units() == 1 ? " output" : " outputs")
        + " (a number to predict needs a regression loss such as mse)";
  }

  private static ColumnReader[] columns(
      StructType schema, List<Column> labels, TargetSpec targets) {
    ColumnReader[] columns = new ColumnReader[labels.size()];
    int width = 0;
    for (int i = 0; i < columns.length; i++) {
      Column label = labels.get(i);
      int ordinal = schema.fieldIndex(label.name());
      columns[i] =
          ColumnReader.of(label.name(), ordinal, schema.fields()[ordinal].dataType(), label.width())
              .orElseThrow();
      width += label.width();
    }
    String names = Columns.list(labels.stream().map(Column::name).toList());
    boolean single = columns.length == 1 && columns[0] instanceof ColumnReader.Single;
    if (targets.kind() == TargetKind.CLASS_INDEX && !single) {
      throw new UnusableDataException(
          "data.label gives "
              + width
              + " numbers a row ("
              + names
              + "), where the loss compares the outputs with one class. Name one column that holds"
              + " the class, or use a loss over numbers such as categorical_crossentropy.");
    }
    if (targets.kind() == TargetKind.VALUES && width != targets.units()) {
      throw new UnusableDataException(
          "data.label gives "
              + width
              + (width == 1 ? " number" : " numbers")
              + " a row ("
              + names
              + "), where the model has "
              + targets.units()
              + (targets.units() == 1 ? " output" : " outputs")
              + ". They must be as many: change data.label or the units of the last layer.");
    }
    return columns;
  }
}
