package dev.tributary.data;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Opened data: its columns, its rows, and where a row stands in them. */
public final class Source {
  /** Holds the text of a row that Spark's reader could not make out, and null otherwise. */
  public static final String MALFORMED = "_corrupt_record";

  private static final List<String> FORMATS =
      List.of("csv", "idx", "json", "libsvm", "orc", "parquet");

  /** Formats in whose files a row may be malformed; it is kept, in a column of its own. */
  private static final Set<String> TEXTS = Set.of("csv", "json");

  private final StructType schema;
  private final Supplier<Dataset<Row>> reading;
  private final String name;
  private final String format;
  private final String root;
  private final Order order;
  private final String hint;
  private Dataset<Row> rows;

  /** What decides a row's place among all rows. */
  public enum Order {
    /** The file, the block of it and the row in the block. */
    FILES,
    /** Partition and row in it, which are consecutive: partitions are ranges of one file. */
    RANGES,
    /** Partition and row in it. */
    PARTITIONS
  }

  Source(
      StructType schema,
      Supplier<Dataset<Row>> reading,
      String name,
      String format,
      String root,
      Order order,
      String hint) {
    this.schema = schema;
    this.reading = reading;
    this.name = name;
    this.format = format;
    this.root = root;
    this.order = order;
    this.hint = hint;
  }

  /** Rows of a data set that is already there; their order is that of its partitions. */
  public static Source of(Dataset<Row> rows, String name) {
    return of(rows, name, "a data set");
  }

  private static Source of(Dataset<Row> rows, String name, String format) {
    return new Source(rows.schema(), () -> rows, name, format, "", Order.PARTITIONS, "");
  }

  /**
   * Opens what a configuration names; reads no more than it takes to tell the columns.
   *
   * @throws UnusableDataException if there is nothing to read
   */
  public static Source open(DataAccess access, SourceConfig config) {
    String format =
        ReadFailure.during(config.path(), config.format(), () -> format(access, config));
    return ReadFailure.during(config.path(), format, () -> open(access, config, format));
  }

  private static Source open(DataAccess access, SourceConfig config, String format)
      throws IOException {
    if (format.equals("idx")) {
      return IdxSource.open(access, config.path());
    }
    Map<String, String> options = new HashMap<>(config.options());
    if (TEXTS.contains(format)) {
      options.put("mode", "PERMISSIVE");
      options.put("columnNameOfCorruptRecord", MALFORMED);
      // Spark can't tell a row's width while it leaves columns out.
      options.put("columnPruning", "false");
    }
    Supplier<DataFrameReader> reader =
        () -> access.spark().get().read().format(format).options(options);
    Supplier<Dataset<Row>> telling =
        () ->
            Jobs.described(
                access.spark().get().sparkContext(),
                reading(config.path()) + ": columns",
                () -> reader.get().load(config.path()));
    Optional<StructType> told =
        FORMATS.contains(format)
            ? FileSchema.of(
                format, options, DataFiles.at(config.path(), access.hadoop()).require(), access)
            : Optional.empty();
    if (told.isEmpty() && !TEXTS.contains(format)) {
      return read(telling.get(), access, config, format);
    }
    StructType schema = complete(told.orElseGet(() -> telling.get().schema()), config, format);
    return new Source(
        schema,
        () -> reader.get().schema(schema).load(config.path()),
        config.path(),
        format,
        root(access, config),
        Order.FILES,
        hint(config, format));
  }

  private static Source read(
      Dataset<Row> rows, DataAccess access, SourceConfig config, String format) throws IOException {
    StructType schema = complete(rows.schema(), config, format);
    if (rows.inputFiles().length == 0) {
      return of(rows, config.path(), format);
    }
    return new Source(
        schema, () -> rows, config.path(), format, root(access, config), Order.FILES, "");
  }

  private static StructType complete(StructType schema, SourceConfig config, String format) {
    if (schema.isEmpty()) {
      throw new UnusableDataException(
          "There are no rows in " + config.path() + ". Give data that has some.");
    }
    return TEXTS.contains(format) && !List.of(schema.fieldNames()).contains(MALFORMED)
        ? schema.add(MALFORMED, DataTypes.StringType)
        : schema;
  }

  private static String root(DataAccess access, SourceConfig config) throws IOException {
    Path path = new Path(config.path());
    return path.getFileSystem(access.hadoop()).makeQualified(path).toUri().toString();
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

  private static String format(DataAccess access, SourceConfig config) throws IOException {
    String format = config.format();
    if (!format.equals("auto")) {
      return format;
    }
    if (IdxSource.exists(access, config.path())) {
      return "idx";
    }
    return DataFiles.at(config.path(), access.hadoop())
        .require()
        .format()
        .orElseThrow(
            () ->
                new UnusableDataException(
                    "The name of "
                        + config.path()
                        + " doesn't tell how the data is written. Set data.format to one of "
                        + String.join(", ", FORMATS)
                        + " or any other format that Spark's reader knows."));
  }

  /** The columns, {@link #MALFORMED} among them where there may be such rows. */
  public StructType schema() {
    return schema;
  }

  /** All rows; Spark has to be there. */
  public Dataset<Row> rows() {
    if (rows == null) {
      rows = reading.get();
    }
    return rows;
  }

  /** Does work that reads these rows, whose Spark jobs say so. */
  <T> T reading(Supplier<T> work) {
    return Jobs.described(rows().sparkSession().sparkContext(), reading(name), work);
  }

  private static String reading(String path) {
    return "reading " + path.replaceFirst(".*/(?=[^/])", "");
  }

  /** What messages call it: the path as the job gives it. */
  public String name() {
    return name;
  }

  /** How it is written, for messages. */
  public String format() {
    return format;
  }

  /** The qualified path, from which file names count; empty where there are no files. */
  String root() {
    return root;
  }

  Order order() {
    return order;
  }

  /** Ends a message about a missing column, with a blank before it; or empty. */
  String hint() {
    return hint;
  }

  /** The rows as Spark holds them, with the schema of {@link #schema(List)}. */
  JavaRDD<InternalRow> internalRows(List<String> columns) {
    // In the order of the data, so that Spark's plan is the bare scan: no copy of wide rows.
    return rows()
        .select(
            Arrays.stream(schema(columns).fieldNames())
                .map(Columns::quoted)
                .toArray(org.apache.spark.sql.Column[]::new))
        .queryExecution()
        .toRdd()
        .toJavaRDD();
  }

  /** These columns, and {@link #MALFORMED} if there is one, in the order of the data. */
  StructType schema(List<String> columns) {
    Set<String> wanted = new HashSet<>(columns);
    wanted.add(MALFORMED);
    return new StructType(
        Arrays.stream(schema.fields())
            .filter(field -> wanted.contains(field.name()))
            .toArray(StructField[]::new));
  }

  /** The formats that Tributary itself knows, for messages. */
  static List<String> formats() {
    return FORMATS;
  }
}
