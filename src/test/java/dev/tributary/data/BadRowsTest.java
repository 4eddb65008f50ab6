package dev.tributary.data;

import static dev.tributary.data.Loading.canonical;
import static dev.tributary.data.Loading.classes;
import static dev.tributary.data.Loading.example;
import static dev.tributary.data.Loading.load;
import static dev.tributary.data.Loading.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.TestSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that can't be used: what is said of them, and that the others are used all the same. */
class BadRowsTest {
  private static final String REMEDY =
      "Mend them, or set data.bad-rows = skip to leave such rows out and count them.";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,x7,0 | column \"b\": found \"x7\"; allowed is a finite number | not a number",
        "1,,0 | column \"b\": found no value; allowed is a finite number | no value",
        "1,NaN,0 | column \"b\": found NaN; allowed is a finite number | not finite",
        "-Infinity,1,0 | column \"a\": found -Infinity; allowed is a finite number | not finite",
        "1e39,1,0 | column \"a\": found 1e39; allowed is a finite number, at most 3.4028235E38"
            + " | not finite",
        "1,2 | found a malformed row, \"1,2\"; allowed is a row that has all columns | malformed",
        "1,2,0,4 | found a malformed row, \"1,2,0,4\" | malformed",
        "1,2,3 | column \"label\": found \"3\"; allowed is a class, a whole number from 0 to 2, as"
            + " the model has 3 outputs | unknown label",
        "1,2,-1 | column \"label\": found \"-1\" | unknown label",
        "1,2,1.5 | column \"label\": found \"1.5\" | unknown label",
        "1,2,cat | column \"label\": found \"cat\" | unknown label",
        "1,2,NaN | column \"label\": found \"NaN\" | unknown label",
        "1,2, | column \"label\": found no value; allowed is a class | no value"
      })
  void csv(String bad, String complaint, String reason) throws IOException {
    String file =
        write(folder, "rows.csv", "a,b,label", "1,2,0", "3,4,1", bad, "5,6,2", bad, "7,8,0");
    String job = "train = \"" + file + "\", scaling = none, options { header = true }";
    assertThatThrownBy(() -> load(job, classes(3)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageStartingWith(file + ", row 3, " + complaint.strip())
        .hasMessageContaining("2 of 6 rows can't be used (" + reason.strip() + ": 2). " + REMEDY);

    LoadedData skipped = load(job + ", bad-rows = skip", classes(3));
    assertThat(skipped.skippedRows()).isEqualTo(Map.of(reason.strip(), 2L));
    assertThat(canonical(skipped.train(), classes(3)))
        .containsExactly(
            example(List.of(1f, 2f), 0),
            example(List.of(3f, 4f), 1),
            example(List.of(5f, 6f), 2),
            example(List.of(7f, 8f), 0));
    assertThat(skipped.classCounts()).isEqualTo(Map.of("0", 2L, "1", 1L, "2", 1L));
  }

  @Test
  void skippedRowsDoNotEnterTheScaling() throws IOException {
    String file = write(folder, "rows.csv", "a,label", "1,0", "1000,9", "3,1", "2000,cat", "nan,0");
    LoadedData data =
        load(
            "train = \"" + file + "\", scaling = minmax, bad-rows = skip, options.header = true",
            classes(2));
    assertThat(data.encoding().shift()).containsExactly(1.0);
    assertThat(data.encoding().factor()).containsExactly(0.5);
    assertThat(data.skippedRows())
        .isEqualTo(Map.of("unknown label", 2L, "not finite", 1L))
        .hasToString("{not finite=1, unknown label=2}");
  }

  @Test
  void wrongWidthShowsAlsoWhereOnlyAFewColumnsAreRead() throws IOException {
    String file = write(folder, "rows.csv", "a,b,c,label", "1,2,3,0", "1,0", "1,2,3,1");
    assertThatThrownBy(
            () ->
                load("train = \"" + file + "\", features = [a], options.header = true", classes(2)))
        .hasMessageStartingWith(file + ", row 2, found a malformed row, \"1,0\"");
  }

  @Test
  void malformedJson() throws IOException {
    String file =
        write(
            folder,
            "rows.json",
            "{\"a\": 1, \"label\": 0}",
            "{\"a\": 2, \"label",
            "{\"label\": 1}",
            "{\"a\": 3, \"label\": 1}");
    assertThatThrownBy(() -> load("train = \"" + file + "\"", classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageStartingWith(file + ", row 2, found a malformed row, \"{\"a\": 2, \"label\"")
        .hasMessageContaining("2 of 4 rows can't be used (malformed: 1, no value: 1)");
    assertThat(load("bad-rows = skip, train = \"" + file + "\"", classes(2)).train().totalRows())
        .isEqualTo(2);
  }

  @Test
  void theFirstBadRowIsThatOfTheFirstFileAndCountsItsRows() throws IOException {
    write(folder, "1.csv", "1,0", "2,1", "3,0");
    write(folder, "2.csv", "1,0", "2,1", "three,0", "4,0");
    write(folder, "3.csv", "one,0", "2,1");
    assertThatThrownBy(() -> load("train = \"" + folder + "/*.csv\", label = _c1", classes(2)))
        .hasMessageStartingWith(folder + "/2.csv, row 3, column \"_c0\": found \"three\"")
        .hasMessageContaining("2 of 9 rows can't be used (not a number: 2)");
  }

  @Test
  void rowsCountAcrossTheBlocksOfAFile() throws IOException {
    String[] lines = new String[2000];
    Arrays.fill(lines, "1,0");
    lines[1776] = "?,0";
    lines[1900] = "?,0";
    String file = write(folder, "rows.csv", lines);
    var conf = TestSpark.session().conf();
    String before = conf.get("spark.sql.files.maxPartitionBytes");
    conf.set("spark.sql.files.maxPartitionBytes", "1000");
    try {
      assertThatThrownBy(() -> load("train = \"" + file + "\", label = _c1", classes(2)))
          .hasMessageStartingWith(file + ", row 1777, column \"_c0\": found \"?\"");
    } finally {
      conf.set("spark.sql.files.maxPartitionBytes", before);
    }
  }

  @Test
  void elementsOfArrays() {
    DataType array = DataTypes.createArrayType(DataTypes.DoubleType);
    assertBad(
        array,
        "no value",
        "column \"x[1]\": found no value",
        List.of(1.0, 2.0),
        Arrays.asList(1.0, null));
    assertBad(
        array,
        "not finite",
        "column \"x[0]\": found NaN",
        List.of(1.0, 2.0),
        List.of(Double.NaN, 1.0));
    assertBad(
        array,
        "wrong length",
        "column \"x\": found 3 numbers; allowed is 2, as in the other rows",
        List.of(1.0, 2.0),
        List.of(1.0, 2.0, 3.0));
    assertBad(array, "no value", "column \"x\": found no value", List.of(1.0, 2.0), null);
  }

  @Test
  void vectorsAndBinary() {
    DataType vector = SQLDataTypes.VectorType();
    assertBad(
        vector,
        "wrong length",
        "column \"x\": found 1 number; allowed is 2",
        Vectors.dense(1, 2),
        Vectors.dense(1));
    assertBad(
        vector,
        "wrong length",
        "column \"x\": found 3 numbers; allowed is 2",
        Vectors.dense(1, 2),
        Vectors.sparse(3, new int[] {0}, new double[] {1}));
    assertBad(
        vector,
        "not finite",
        "column \"x[1]\": found Infinity",
        Vectors.dense(1, 2),
        Vectors.sparse(2, new int[] {1}, new double[] {Double.POSITIVE_INFINITY}));
    assertBad(
        DataTypes.BinaryType,
        "wrong length",
        "column \"x\": found 1 number; allowed is 2",
        new byte[] {1, 2},
        new byte[] {1});
    assertBad(DataTypes.BinaryType, "no value", "found no value", new byte[] {1, 2}, (Object) null);
  }

  @Test
  void nothingButBadRows() throws IOException {
    String file = write(folder, "rows.csv", "a,0", "b,1");
    assertThatThrownBy(
            () -> load("train = \"" + file + "\", label = _c1, bad-rows = skip", classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("2 of 2 rows can't be used (not a number: 2). There is nothing left");
  }

  private void assertBad(DataType type, String reason, String complaint, Object... values) {
    StructType schema = new StructType().add("x", type).add("label", DataTypes.IntegerType);
    List<Row> rows = Arrays.stream(values).map(value -> RowFactory.create(value, 1)).toList();
    String path = folder.resolve("rows-" + System.nanoTime()).toString();
    TestSpark.session().createDataFrame(rows, schema).coalesce(1).write().parquet(path);
    String job = "train = \"" + path + "\"";
    assertThatThrownBy(() -> load(job, classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining(".parquet, row 2, ")
        .hasMessageContaining(complaint)
        .hasMessageContaining("1 of 2 rows can't be used (" + reason + ": 1)");
    LoadedData skipped = load(job + ", bad-rows = skip", classes(2));
    assertThat(skipped.skippedRows()).isEqualTo(Map.of(reason, 1L));
    assertThat(skipped.train().totalRows()).isEqualTo(1);
  }
}
