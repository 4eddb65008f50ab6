package dev.tributary.data;

import dev.tributary.config.NearMiss;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Opened data: rows, and where a row stands in them.
 *
 * @param rows the rows; the column {@link #MALFORMED}, where there is one, marks those that the
 *     reader could not make out
 * @param name what messages call it: the path as the job gives it
 * @param format how it is written, for messages
 * @param root the qualified path, from which file names count; empty where there are no files
 * @param order what decides a row's place
 * @param hint ends a message about a missing column, with a blank before it; or empty
 */
public record Source(
    Dataset<Row> rows, String name, String format, String root, Order order, String hint) {
  /** Holds the text of a row that Spark's reader could not make out, and null otherwise. */
  public static final String MALFORMED = "_corrupt_record";

  private static final List<String> FORMATS =
      List.of("csv", "idx", "json", "libsvm", "orc", "parquet");
  private static final Map<String, String> EXTENSIONS =
      Map.of(
          "csv", "csv", "parquet", "parquet", "json", "json", "jsonl", "json", "ndjson", "json",
          "orc", "orc", "libsvm", "libsvm", "svm", "libsvm");
  private static final List<String> COMPRESSIONS = List.of("gz", "bz2", "zst", "snappy", "lz4");

  /** What decides a row's place among all rows. */
  public enum Order {
    /** The file, the block of it and the row in the block. */
    FILES,
    /** Partition and row in it, which are consecutive: partitions are ranges of one file. */
    RANGES,
    /** Partition and row in it. */
    PARTITIONS
  }

  /** Rows of a data set that is already there; their order is that of its partitions. */
  public static Source of(Dataset<Row> rows, String name) {
    return of(rows, name, "a data set");
  }

  private static Source of(Dataset<Row> rows, String name, String format) {
    return new Source(rows, name, format, "", Order.PARTITIONS, "");
  }

  /**
   * Opens what a configuration names; reads no more than Spark needs to tell the columns.
   *
   * @throws UnusableDataException if there is nothing to read
   */
  public static Source open(SparkSession spark, SourceConfig config) {
    String format = ReadFailure.during(config.path(), config.format(), () -> format(spark, config));
    return ReadFailure.during(config.path(), format, () -> open(spark, config, format));
  }

  /**
   * Checks that there is something at a path, without opening it.
   *
   * @throws UnusableDataException if there isn't
   */
  static void require(SparkSession spark, SourceConfig config) {
    ReadFailure.during(
        config.path(),
        config.format(),
        () -> {
          switch (format(spark, config)) {
            case "idx" -> IdxSource.open(spark, config.path());
            case "csv", "json", "parquet", "orc", "libsvm" -> requireFiles(spark, config);
            default -> {} // only the reader knows whether there are files at all
          }
          return null;
        });
  }

  private static Source open(SparkSession spark, SourceConfig config, String format)
      throws IOException {
    return switch (format) {
      case "idx" -> IdxSource.open(spark, config.path());
      case "csv" -> files(spark, config, format, textual(spark, config, "csv"));
      case "json" -> files(spark, config, format, textual(spark, config, "json"));
      case "parquet", "orc", "libsvm" -> {
        requireFiles(spark, config);
        yield files(spark, config, format, read(spark, config, format, config.options()));
      }
      default -> files(spark, config, format, read(spark, config, format, config.options()));
    };
  }

  private static Source files(
      SparkSession spark, SourceConfig config, String format, Dataset<Row> rows)
      throws IOException {
    if (rows.schema().isEmpty()) {
      throw new UnusableDataException(
          "There are no rows in " + config.path() + ". Give data that has some.");
    }
    if (rows.inputFiles().length == 0) {
      return of(rows, config.path(), format);
    }
    Path path = new Path(config.path());
    String root = path.getFileSystem(hadoop(spark)).makeQualified(path).toUri().toString();
    return new Source(rows, config.path(), format, root, Order.FILES, hint(config, format));
  }

  private static String hint(SourceConfig config, String format) {
    boolean named =
        config.options().entrySet().stream()
            .anyMatch(
                option ->
                    option.getKey().equalsIgnoreCase("header")
                        && option.getValue().equalsIgnoreCase("true"));
    return format.equals("csv") && !named
        ? " If its first line names the columns, set data.options.header = true."
        : "";
  }

  /** Text formats: rows that can't be made out are kept, in a column of their own. */
  private static Dataset<Row> textual(SparkSession spark, SourceConfig config, String format)
      throws IOException {
    requireFiles(spark, config);
    Map<String, String> options = new HashMap<>(config.options());
    options.put("mode", "PERMISSIVE");
    options.put("columnNameOfCorruptRecord", MALFORMED);
    // Spark can't tell a row's width while it leaves columns out.
    options.put("columnPruning", "false");
    StructType schema = read(spark, config, format, options).schema();
    if (schema.isEmpty()) {
      throw new UnusableDataException(
          "There are no rows in " + config.path() + ". Give data that has some.");
    }
    if (!List.of(schema.fieldNames()).contains(MALFORMED)) {
      schema = schema.add(MALFORMED, DataTypes.StringType);
    }
    return spark.read().format(format).options(options).schema(schema).load(config.path());
  }

  private static Dataset<Row> read(
      SparkSession spark, SourceConfig config, String format, Map<String, String> options) {
    return spark.read().format(format).options(options).load(config.path());
  }

  /** The rows as Spark holds them, with the schema of {@link #schema(List)}. */
  JavaRDD<InternalRow> internalRows(List<String> columns) {
    return selected(columns).queryExecution().toRdd().toJavaRDD();
  }

  /** These columns, and {@link #MALFORMED} if there is one, in the order of the data. */
  StructType schema(List<String> columns) {
    return selected(columns).schema();
  }

  /** In the order of the data, so that Spark's plan is the bare scan: no copy of wide rows. */
  private Dataset<Row> selected(List<String> columns) {
    Set<String> wanted = new HashSet<>(columns);
    wanted.add(MALFORMED);
    return rows.select(
        Arrays.stream(rows.schema().fieldNames())
            .filter(wanted::contains)
            .map(Columns::quoted)
            .toArray(org.apache.spark.sql.Column[]::new));
  }

  private static String format(SparkSession spark, SourceConfig config) throws IOException {
    String format = config.format();
    if (!format.equals("auto")) {
      return format;
    }
    if (IdxSource.exists(spark, config.path())) {
      return "idx";
    }
    requireFiles(spark, config);
    for (FileStatus status : statuses(spark, config.path())) {
      String known = EXTENSIONS.get(extension(dataFile(spark, status)));
      if (known != null) {
        return known;
      }
    }
    throw new UnusableDataException(
        "The name of "
            + config.path()
            + " doesn't tell how the data is written. Set data.format to one of "
            + String.join(", ", FORMATS)
            + " or any other format that Spark's reader knows.");
  }

  /** The file itself, or of a folder the first file that holds data. */
  private static String dataFile(SparkSession spark, FileStatus status) throws IOException {
    if (status.isFile()) {
      return status.getPath().getName();
    }
    FileStatus[] within =
        status.getPath().getFileSystem(hadoop(spark)).listStatus(status.getPath());
    return Arrays.stream(within)
        .filter(FileStatus::isFile)
        .map(file -> file.getPath().getName())
        .filter(name -> !name.startsWith("_") && !name.startsWith("."))
        .sorted()
        .findFirst()
        .orElse(status.getPath().getName());
  }

  private static String extension(String file) {
    List<String> parts = new ArrayList<>(List.of(file.toLowerCase(Locale.ROOT).split("\\.")));
    while (parts.size() > 1 && COMPRESSIONS.contains(parts.get(parts.size() - 1))) {
      parts.remove(parts.size() - 1);
    }
    return parts.size() > 1 ? parts.get(parts.size() - 1) : "";
  }

  private static void requireFiles(SparkSession spark, SourceConfig config) throws IOException {
    if (statuses(spark, config.path()).length > 0) {
      return;
    }
    throw new UnusableDataException(missing(spark, config.path(), "data"));
  }

  /** A message for a path that isn't there, with where it was looked for and a near miss. */
  static String missing(SparkSession spark, String name, String what) throws IOException {
    Path path = new Path(name);
    FileSystem files = path.getFileSystem(hadoop(spark));
    Path qualified = files.makeQualified(path);
    String near = "";
    try {
      List<String> beside =
          Arrays.stream(files.listStatus(qualified.getParent()))
              .map(status -> status.getPath().getName())
              .toList();
      near =
          NearMiss.of(qualified.getName(), beside)
              .map(found -> " Did you mean " + new Path(qualified.getParent(), found) + "?")
              .orElse("");
    } catch (FileNotFoundException noFolder) {
      near = " The folder " + qualified.getParent() + " isn't there either.";
    }
    return "There is no "
        + what
        + " at "
        + name
        + (path.isAbsolute() ? "" : ", which is " + qualified)
        + "."
        + near
        + " Relative paths start at the working directory.";
  }

  private static FileStatus[] statuses(SparkSession spark, String name) throws IOException {
    Path path = new Path(name);
    FileStatus[] found = path.getFileSystem(hadoop(spark)).globStatus(path);
    return found == null ? new FileStatus[0] : found;
  }

  static Configuration hadoop(SparkSession spark) {
    return spark.sessionState().newHadoopConf();
  }

  /** The formats that Tributary itself knows, for messages. */
  static List<String> formats() {
    return FORMATS;
  }
}
