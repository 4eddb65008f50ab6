package dev.tributary.data;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.NamePattern;
import dev.tributary.config.NearMiss;
import dev.tributary.data.DataEncoding.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Finds the columns that a job names and how many numbers each of them gives. */
final class Columns {
  /** Under this key a source notes the width of a column; libsvm's source of Spark does too. */
  static final String WIDTH = "numFeatures";

  private static final int LISTED = 12;
  private static final String FEATURES = "data.features";

  private Columns() {}

  /** The label columns, in the order in which they are named. */
  static List<Column> labels(Source source, List<String> patterns) {
    List<String> names = match(source, patterns, Set.of(), "data.label");
    StructType schema = source.schema();
    names.forEach(
        name ->
            refuseUnreadable(name, schema.apply(name).dataType(), "As a label, " + source.name()));
    return measure(source, names);
  }

  /**
   * The feature columns, in the order in which they are named and each once, with what is done with
   * them: what the entry says that names a column, else the first whose pattern means it. A pattern
   * leaves the labels and the weight out. Where the features are the targets there are no labels,
   * and a pattern leaves out what {@code data.label} names, if that is there: a label that slipped
   * into the features would be reconstructed too.
   */
  static DataColumns features(Source source, DataConfig config, List<Column> labels) {
    Map<String, String> taken = new LinkedHashMap<>();
    labels.forEach(label -> taken.put(label.name(), "data.label"));
    config.weight().ifPresent(weight -> taken.put(weight, "data.weight"));
    Map<String, FeatureEntry> named = named(config.features());
    for (String name : named.keySet()) {
      if (taken.containsKey(name)) {
        throw inBoth(source, name, taken.get(name), FEATURES);
      }
    }
    if (config.target() == Target.FEATURES) {
      List<String> names = names(source.schema());
      for (String pattern : config.label()) {
        new NamePattern(pattern)
            .in(names).stream()
                .filter(name -> !named.containsKey(name))
                .forEach(name -> taken.put(name, "data.label"));
      }
    }
    Map<String, FeatureSettings> settings = new LinkedHashMap<>();
    for (FeatureEntry entry : config.features()) {
      for (String name : match(source, entry.columns(), taken.keySet(), FEATURES)) {
        // By its name a column belongs to the entry that names it, else to the first that means it.
        settings.putIfAbsent(name, named.getOrDefault(name, entry).settings());
      }
    }
    List<Column> columns = measure(source, settings);
    return new DataColumns(source.format(), columns, List.copyOf(settings.values()), labels);
  }

  /** Which entry names a column as it is spelled. */
  private static Map<String, FeatureEntry> named(List<FeatureEntry> entries) {
    Map<String, FeatureEntry> named = new LinkedHashMap<>();
    for (FeatureEntry entry : entries) {
      for (String name : entry.columns()) {
        FeatureEntry other = named.putIfAbsent(name, entry);
        if (other != null && !other.settings().equals(entry.settings())) {
          throw new InvalidJobException(
              "data.features names \"%s\" in two entries that do different things with it. Leave it out of one of them."
                  .formatted(name));
        }
      }
    }
    return named;
  }

  /** Checks that the column of a job's weights, if it has one, holds a number a row, no label. */
  static void requireWeight(Source source, Optional<String> weight, List<Column> labels) {
    if (weight.isEmpty()) {
      return;
    }
    String name = weight.get();
    require(source, List.of(new Column(name, 1)), "data.weight");
    if (labels.stream().anyMatch(label -> label.name().equals(name))) {
      throw inBoth(source, name, "data.label", "data.weight");
    }
    DataType type = source.schema().apply(name).dataType();
    if (ColumnReader.isWide(type)) {
      throw new UnusableDataException(
          "The column \""
              + name
              + "\" of "
              + source.name()
              + " has the type "
              + type.simpleString()
              + ", where data.weight needs one number a row.");
    }
  }

  private static UnusableDataException inBoth(
      Source source, String name, String key, String otherKey) {
    return new UnusableDataException(
        "The column \""
            + name
            + "\" of "
            + source.name()
            + " stands both in "
            + key
            + " and in "
            + otherKey
            + ". "
            + (key.equals("data.label") && otherKey.equals("data.features")
                ? "A label can't be a feature of itself: leave it out of one of them."
                : "A weight is neither a feature nor a label: leave it out of one of them."));
  }

  /** Checks that opened data has columns of numbers. */
  static void require(Source source, List<Column> columns, String role) {
    require(source.name(), source.schema(), columns, ColumnEncodings.NONE, role);
  }

  /**
   * Checks that a schema has the columns that an encoding names.
   *
   * @param data what messages call the data
   * @param special what else than numbers the columns may be
   * @param role what the columns are to be, for messages
   */
  static void require(
      String data, StructType schema, List<Column> columns, ColumnEncodings special, String role) {
    List<String> names = names(schema);
    List<ColumnEncoding> encodings = special.of(columns);
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      if (!names.contains(column.name())) {
        throw new UnusableDataException(
            data
                + " has no column \""
                + column.name()
                + "\", which "
                + role
                + " needs"
                + hint(column.name(), names)
                + " Its columns are "
                + list(names)
                + ".");
      }
      DataType type = schema.apply(column.name()).dataType();
      ColumnTypes.require(column.name(), type, encodings.get(i), data);
      if (!ColumnReader.isWide(type) && column.width() != 1) {
        throw new UnusableDataException(
            "The column \""
                + column.name()
                + "\" of "
                + data
                + " has the type "
                + type.simpleString()
                + ", where "
                + role
                + " needs "
                + column.width()
                + " numbers: an array, a vector or binary.");
      }
    }
  }

  /** Column names that Spark can select by, whatever characters they hold. */
  static org.apache.spark.sql.Column quoted(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  static List<String> names(StructType schema) {
    return Arrays.stream(schema.fieldNames()).filter(n -> !n.equals(Source.MALFORMED)).toList();
  }

  private static List<String> match(
      Source source, List<String> patterns, Set<String> taken, String key) {
    List<String> names = names(source.schema());
    Set<String> matched = new LinkedHashSet<>();
    for (String pattern : patterns) {
      NamePattern meant = new NamePattern(pattern);
      List<String> found = meant.in(names);
      if (found.isEmpty() || taken.containsAll(found)) {
        throw new UnusableDataException(
            (meant.isWild() ? "No column of " : "There is no column \"" + pattern + "\" in ")
                + source.name()
                + (meant.isWild() ? " matches the pattern \"" + pattern + "\" of " : ", named in ")
                + key
                + (found.isEmpty() ? hint(pattern, names) : " other than the label or the weight.")
                + " Its columns are "
                + list(names)
                + "."
                + source.hint());
      }
      found.stream().filter(name -> !taken.contains(name)).forEach(matched::add);
    }
    return List.copyOf(matched);
  }

  /** Columns that can be read as is said of them. */
  private static List<Column> measure(Source source, Map<String, FeatureSettings> settings) {
    settings.forEach(
        (name, each) ->
            ColumnTypes.require(
                name,
                source.schema().apply(name).dataType(),
                each.unfitted(name),
                "As a feature, " + source.name()));
    return measure(source, List.copyOf(settings.keySet()));
  }

  /** How many numbers a row of each column holds. */
  private static List<Column> measure(Source source, List<String> names) {
    StructType schema = source.schema();
    Map<String, Integer> widths = new TreeMap<>();
    List<String> unknown = new ArrayList<>();
    for (String name : names) {
      StructField field = schema.apply(name);
      Metadata metadata = field.metadata();
      if (!ColumnReader.isWide(field.dataType())) {
        widths.put(name, 1);
      } else if (metadata.contains(WIDTH)) {
        widths.put(name, Math.toIntExact(metadata.getLong(WIDTH)));
      } else {
        unknown.add(name);
      }
    }
    widths.putAll(peek(source, unknown));
    return names.stream().map(name -> new Column(name, widths.get(name))).toList();
  }

  /** The lengths of arrays, vectors and binary in the first row that has all of them. */
  private static Map<String, Integer> peek(Source source, List<String> names) {
    if (names.isEmpty()) {
      return Map.of();
    }
    Dataset<Row> rows =
        source
            .rows()
            .select(
                names.stream().map(Columns::quoted).toArray(org.apache.spark.sql.Column[]::new));
    for (String name : names) {
      rows = rows.filter(quoted(name).isNotNull());
    }
    List<Row> first = rows.takeAsList(1);
    if (first.isEmpty()) {
      throw new UnusableDataException(
          "No row of "
              + source.name()
              + " has values in "
              + list(names)
              + ", so there is nothing to train on.");
    }
    Map<String, Integer> widths = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      int width = length(first.get(0).get(i));
      if (width == 0) {
        throw new UnusableDataException(
            "The column \""
                + names.get(i)
                + "\" of "
                + source.name()
                + " is empty in the first row; it must hold at least one number.");
      }
      widths.put(names.get(i), width);
    }
    return widths;
  }

  private static int length(Object value) {
    if (value instanceof byte[] bytes) {
      return bytes.length;
    } else if (value instanceof org.apache.spark.ml.linalg.Vector vector) {
      return vector.size();
    }
    return ((scala.collection.Seq<?>) value).size();
  }

  static void refuseUnreadable(String name, DataType type, String what) {
    if (ColumnReader.of(name, 0, type, 1).isEmpty()) {
      throw new UnusableDataException(
          what
              + " can't be read: the column \""
              + name
              + "\" has the type "
              + type.simpleString()
              + ". Allowed is "
              + ColumnReader.READABLE
              + ". Name the columns to read in data.features, or convert this one.");
    }
  }

  private static String hint(String name, List<String> known) {
    return NearMiss.of(name, known).map(near -> "; did you mean \"" + near + "\"?").orElse(".");
  }

  /** Names for a message, the first of them where there are many. */
  static String list(List<String> names) {
    return names.size() <= LISTED
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, LISTED)) + " and " + (names.size() - LISTED) + " more";
  }
}
