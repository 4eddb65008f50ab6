package dev.tributary.data;

import com.univocity.parsers.csv.CsvParser;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.orc.TypeDescription;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.Footer;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.csv.CSVOptions;
import org.apache.spark.sql.execution.datasources.HadoopFileLinesReader;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.datasources.csv.CSVUtils;
import org.apache.spark.sql.execution.datasources.orc.OrcUtils;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFooterReader;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Option;
import scala.Predef;
import scala.Tuple2;
import scala.collection.Iterator;
import scala.collection.JavaConverters;

/**
 * The columns of files that tell them in their first line or their footer: neither a Spark session
 * nor a job is needed to know them. The parts that read are those of Spark's own readers.
 */
final class FileSchema {
  /** Options that choose among files, or have more of them read. */
  private static final Set<String> FOR_SPARK =
      Set.of(
          "basepath",
          "ignorecorruptfiles",
          "inferschema",
          "mergeschema",
          "modifiedafter",
          "modifiedbefore",
          "multiline",
          "pathglobfilter",
          "recursivefilelookup");

  private FileSchema() {}

  /** What Spark would find out, where the files alone tell it; else empty. */
  static Optional<StructType> of(
      String format, Map<String, String> options, DataFiles files, DataAccess access)
      throws IOException {
    if (options.entrySet().stream().anyMatch(FileSchema::isForSpark)) {
      return Optional.empty();
    }
    Optional<List<FileStatus>> flat = files.flat();
    if (flat.isEmpty() || flat.get().stream().anyMatch(FileSchema::isSummary)) {
      return Optional.empty();
    }
    return switch (format) {
      case "csv" -> Optional.of(ofFirstLine(flat.get(), options, access.hadoop()));
      case "parquet" -> ofParquet(flat.get(), access.hadoop());
      case "orc" -> ofOrc(flat.get(), access.hadoop());
      default -> Optional.empty();
    };
  }

  private static boolean isForSpark(Map.Entry<String, String> option) {
    return FOR_SPARK.contains(option.getKey().toLowerCase(Locale.ROOT))
        && !option.getValue().equalsIgnoreCase("false");
  }

  /** {@code _metadata} and the like of Parquet. */
  private static boolean isSummary(FileStatus file) {
    return file.getPath().getName().startsWith("_");
  }

  /** The names in the first line, or {@code _c0}, …; all are texts. */
  private static StructType ofFirstLine(
      List<FileStatus> files, Map<String, String> options, Configuration hadoop)
      throws IOException {
    SQLConf conf = SQLConf.get();
    CSVOptions csv =
        new CSVOptions(
            JavaConverters.mapAsScalaMapConverter(options)
                .asScala()
                .toMap(Predef.<Tuple2<String, String>>$conforms()),
            conf.csvColumnPruning(),
            conf.sessionLocalTimeZone());
    StructType schema = new StructType();
    // The largest first, as Spark looks for it.
    List<FileStatus> order =
        files.stream().sorted(Comparator.comparingLong(FileStatus::getLen).reversed()).toList();
    for (FileStatus file : order) {
      Option<String> line = firstLine(file, csv, hadoop);
      if (line.isDefined()) {
        String[] values = new CsvParser(csv.asParserSettings()).parseLine(line.get());
        for (String name : CSVUtils.makeSafeHeader(values, conf.caseSensitiveAnalysis(), csv)) {
          schema = schema.add(name, DataTypes.StringType);
        }
        return schema;
      }
    }
    return schema;
  }

  private static Option<String> firstLine(FileStatus file, CSVOptions csv, Configuration hadoop)
      throws IOException {
    PartitionedFile whole =
        PartitionedFile.apply(
            InternalRow.empty(),
            SparkPath.fromFileStatus(file),
            0,
            file.getLen(),
            new String[0],
            file.getModificationTime(),
            file.getLen(),
            PartitionedFile.apply$default$8());
    try (HadoopFileLinesReader lines =
        new HadoopFileLinesReader(whole, csv.lineSeparatorInRead(), hadoop)) {
      Iterator<String> texts =
          lines.map(line -> decoded(line.getBytes(), line.getLength(), csv.charset()));
      Iterator<String> rows = CSVUtils.filterCommentAndEmpty(texts, csv);
      return rows.hasNext() ? Option.apply(rows.next()) : Option.empty();
    }
  }

  private static String decoded(byte[] bytes, int length, String charset) {
    return new String(bytes, 0, length, Charset.forName(charset));
  }

  private static Optional<StructType> ofParquet(List<FileStatus> files, Configuration hadoop)
      throws IOException {
    if (files.isEmpty()) {
      return Optional.empty();
    }
    FileStatus first = files.get(0);
    Footer footer =
        new Footer(
            first.getPath(),
            ParquetFooterReader.readFooter(
                hadoop, first, ParquetMetadataConverter.SKIP_ROW_GROUPS));
    return Optional.of(
        ParquetFileFormat.readSchemaFromFooter(
            footer, new ParquetToSparkSchemaConverter(SQLConf.get())));
  }

  private static Optional<StructType> ofOrc(List<FileStatus> files, Configuration hadoop) {
    for (FileStatus file : files) {
      Option<TypeDescription> type = OrcUtils.readSchema(file.getPath(), hadoop, false);
      if (type.isDefined()) {
        return Optional.of(OrcUtils.toCatalystSchema(type.get()));
      }
    }
    return Optional.empty();
  }
}
