package dev.tributary.data;

import static dev.tributary.data.Loading.canonical;
import static dev.tributary.data.Loading.classes;
import static dev.tributary.data.Loading.example;
import static dev.tributary.data.Loading.load;
import static dev.tributary.data.Loading.write;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.TestSpark;
import dev.tributary.data.Loading.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every format gives the rows that were written. */
class FormatsTest {
  private static final List<Example> ROWS =
      List.of(
          example(List.of(1f, -2.5f), 0),
          example(List.of(0.1f, 3e-8f), 2),
          example(List.of(4f, 0f), 1));

  @TempDir Path folder;

  @Test
  void csvWithHeader() throws IOException {
    String file = write(folder, "rows.csv", "a,b,label", "1,-2.5,0", "0.1,3e-8,2", "4, 0 ,1.0");
    assertRows("train = \"" + file + "\", options { header = true }");
  }

  @Test
  void csvWithoutHeaderGzippedAndSeparatedByBlanks() throws IOException {
    Path file = folder.resolve("rows.csv.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("1 -2.5 0\n0.1 3e-8 2\n4 0 1\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    assertRows("train = \"" + file + "\", label = _c2, options { sep = \" \" }");
  }

  @Test
  void csvWhoseTypesTheReaderInfers() throws IOException {
    String file = write(folder, "rows.csv", "a,b,label", "1,-2.5,0", "0.1,3e-8,2", "4,0,1");
    assertRows("train = \"" + file + "\", options { header = true, inferSchema = true }");
  }

  @Test
  void json() throws IOException {
    String file =
        write(
            folder,
            "rows.json",
            "{\"a\": 1, \"b\": -2.5, \"label\": 0}",
            "{\"a\": 0.1, \"b\": 3e-8, \"label\": 2}",
            "{\"label\": 1, \"a\": 4, \"b\": \"0\"}");
    assertRows("train = \"" + file + "\"");
  }

  @Test
  void libsvm() throws IOException {
    String file = write(folder, "rows.libsvm", "0 1:1 2:-2.5", "2 1:0.1 2:3e-8", "1 1:4");
    assertRows("train = \"" + file + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"parquet", "orc"})
  void columnar(String format) {
    StructType schema =
        new StructType()
            .add("a", DataTypes.FloatType)
            .add("b", DataTypes.DoubleType)
            .add("label", DataTypes.LongType);
    String path = folder.resolve("rows").toString();
    TestSpark.session()
        .createDataFrame(
            List.of(
                RowFactory.create(1f, -2.5, 0L),
                RowFactory.create(0.1f, 3e-8, 2L),
                RowFactory.create(4f, 0.0, 1L)),
            schema)
        .coalesce(1)
        .write()
        .format(format)
        .save(path);
    assertRows("train = \"" + path + "\"");
    assertRows("format = " + format + ", train = \"" + path + "/part-*\"");
  }

  @Test
  void anyFormatThatTheReaderKnows() throws IOException {
    write(folder, "0.bin", "ab");
    write(folder, "1.bin", "cd");
    LoadedData data =
        load(
            "format = binaryFile, train = \""
                + folder
                + "\", label = length, features = [content], scaling = none",
            Loading.values(1));
    assertThat(canonical(data.train(), Loading.values(1)))
        .containsExactly(example(List.of(97f, 98f, 10f), 3), example(List.of(99f, 100f, 10f), 3));
  }

  private static void assertRows(String data) {
    LoadedData loaded = load(data + ", scaling = none", classes(3));
    assertThat(canonical(loaded.train(), classes(3))).isEqualTo(ROWS);
    assertThat(loaded.validation().isEmpty()).isTrue();
    assertThat(loaded.skippedRows()).isEmpty();
    assertThat(loaded.classCounts())
        .containsExactly(
            java.util.Map.entry("0", 1L),
            java.util.Map.entry("1", 1L),
            java.util.Map.entry("2", 1L));
  }
}
