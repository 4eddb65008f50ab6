package dev.tributary.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.TestSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What files tell of their columns without Spark is what Spark finds out. */
class FileSchemaTest {
  private static final DataAccess WITHOUT_SPARK =
      new DataAccess(
          new Configuration(),
          () -> {
            throw new IllegalStateException("Spark was asked for");
          });

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a,b,label\n1,2,0\n",
        "1,2,0\n",
        "\n\n  \na,b\n1,2\n",
        "a,b,a,,A\n1,2,3,4,5\n",
        "\"a,1\",\"b \"\"two\"\"\", c \n1,2,3\n",
        "only\n",
        "#no\na,b\n",
        "a;b;c\n1;2;3\n",
        "\uFEFFa,b\n1,2\n"
      })
  void csv(String text) throws IOException {
    String file = Files.writeString(folder.resolve("rows.csv"), text).toString();
    for (Map<String, String> options :
        List.<Map<String, String>>of(
            Map.of(),
            Map.of("header", "true"),
            Map.of("HEADER", "true", "sep", ";"),
            Map.of("header", "true", "comment", "#"),
            Map.of("header", "true", "ignoreLeadingWhiteSpace", "true", "inferSchema", "false"),
            Map.of("header", "true", "nullValue", "a"))) {
      assertAsSparkFinds("csv", file, options);
    }
  }

  @Test
  void csvInOtherEncodings() throws IOException {
    Path latin = folder.resolve("latin.csv");
    Files.write(latin, "größe,b\n1,2\n".getBytes(StandardCharsets.ISO_8859_1));
    assertAsSparkFinds("csv", latin.toString(), Map.of("header", "true", "encoding", "ISO-8859-1"));
    Path zipped = folder.resolve("rows.csv.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
      out.write("x|y\n1|2\n".getBytes(StandardCharsets.UTF_8));
    }
    assertAsSparkFinds("csv", zipped.toString(), Map.of("header", "true", "delimiter", "|"));
    Path lines = Files.writeString(folder.resolve("lines.csv"), "a,b@1,2@");
    assertAsSparkFinds("csv", lines.toString(), Map.of("header", "true", "lineSep", "@"));
  }

  @Test
  void csvOfSeveralFiles() throws IOException {
    Path rows = Files.createDirectory(folder.resolve("rows"));
    Files.writeString(rows.resolve("_SUCCESS"), "");
    Files.writeString(rows.resolve(".hidden"), "h,i\n");
    Files.writeString(rows.resolve("0.csv"), "");
    Files.writeString(rows.resolve("1.csv"), "a,b\n1,2\n");
    Files.writeString(rows.resolve("2.csv"), "c,d\n1,2\n3,4\n");
    for (String path : List.of(rows.toString(), rows + "/*.csv", rows + "/{1,2}.csv")) {
      assertAsSparkFinds("csv", path, Map.of("header", "true"));
      assertAsSparkFinds("csv", path, Map.of());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void footers(String format) {
    StructType schema =
        new StructType()
            .add("a b", DataTypes.FloatType)
            .add("n", DataTypes.IntegerType, false)
            .add("text", DataTypes.StringType)
            .add("when", DataTypes.TimestampType)
            .add("price", DataTypes.createDecimalType(10, 2))
            .add("many", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("vector", SQLDataTypes.VectorType())
            .add("bytes", DataTypes.BinaryType);
    String path = folder.resolve("rows").toString();
    TestSpark.session()
        .createDataFrame(
            List.of(
                RowFactory.create(
                    1f, 2, "t", null, null, List.of(1.0), Vectors.dense(1, 2), new byte[] {3})),
            schema)
        .coalesce(1)
        .write()
        .format(format)
        .save(path);
    assertAsSparkFinds(format, path, Map.of());
    assertAsSparkFinds(format, path + "/part-*", Map.of());
  }

  static Stream<Map<String, String>> moreThanOneLine() {
    return Stream.of(
        Map.of("inferSchema", "true"), Map.of("multiLine", "true"), Map.of("pathGlobFilter", "*"));
  }

  @ParameterizedTest
  @MethodSource("moreThanOneLine")
  void someOptionsAreForSpark(Map<String, String> options) throws IOException {
    String file = Files.writeString(folder.resolve("rows.csv"), "1,2\n3,4\n").toString();
    SourceConfig config = new SourceConfig("csv", file, options, BadRows.FAIL);
    assertThatThrownBy(() -> Source.open(WITHOUT_SPARK, config)).hasMessage("Spark was asked for");
    assertThat(Source.open(DataAccess.of(TestSpark.session()), config).schema().fieldNames())
        .containsExactly("_c0", "_c1", Source.MALFORMED);
  }

  @Test
  void foldersMayBeValuesOfAColumn() throws IOException {
    for (String day : List.of("1", "2")) {
      Path part = Files.createDirectories(folder.resolve("rows/day=" + day));
      Files.writeString(part.resolve("rows.csv"), "1,2\n");
    }
    SourceConfig config =
        new SourceConfig("csv", folder.resolve("rows").toString(), Map.of(), BadRows.FAIL);
    assertThatThrownBy(() -> Source.open(WITHOUT_SPARK, config)).hasMessage("Spark was asked for");
    assertThat(Source.open(DataAccess.of(TestSpark.session()), config).schema().fieldNames())
        .contains("_c0", "_c1", "day");
  }

  private static void assertAsSparkFinds(String format, String path, Map<String, String> options) {
    StructType expected =
        TestSpark.session().read().format(format).options(options).load(path).schema();
    Source told = Source.open(WITHOUT_SPARK, new SourceConfig(format, path, options, BadRows.FAIL));
    assertThat(withoutMark(told.schema()).asNullable()).isEqualTo(expected);

    Source opened =
        Source.open(
            DataAccess.of(TestSpark.session()),
            new SourceConfig(format, path, options, BadRows.FAIL));
    assertThat(opened.rows().schema()).isEqualTo(opened.schema().asNullable());
  }

  private static StructType withoutMark(StructType schema) {
    StructType own = new StructType();
    for (var field : schema.fields()) {
      own = field.name().equals(Source.MALFORMED) ? own : own.add(field);
    }
    return own;
  }
}
