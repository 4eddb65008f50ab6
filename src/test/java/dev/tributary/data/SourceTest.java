package dev.tributary.data;

import static dev.tributary.data.Loading.canonical;
import static dev.tributary.data.Loading.classes;
import static dev.tributary.data.Loading.example;
import static dev.tributary.data.Loading.load;
import static dev.tributary.data.Loading.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.TestSpark;
import dev.tributary.nn.TargetKind;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Opening data, and finding the columns that a job names. */
class SourceTest {
  @TempDir Path folder;

  @Test
  void everyReadableType() {
    StructType schema =
        new StructType()
            .add("boolean", DataTypes.BooleanType)
            .add("byte", DataTypes.ByteType)
            .add("short", DataTypes.ShortType)
            .add("int", DataTypes.IntegerType)
            .add("long", DataTypes.LongType)
            .add("float", DataTypes.FloatType)
            .add("double", DataTypes.DoubleType)
            .add("decimal", DataTypes.createDecimalType(10, 2))
            .add("text", DataTypes.StringType)
            .add("floats", DataTypes.createArrayType(DataTypes.FloatType))
            .add("ints", DataTypes.createArrayType(DataTypes.IntegerType))
            .add("dense", SQLDataTypes.VectorType())
            .add("sparse", SQLDataTypes.VectorType())
            .add("bytes", DataTypes.BinaryType)
            .add("label", DataTypes.IntegerType);
    Row row =
        RowFactory.create(
            true,
            (byte) -1,
            (short) 2,
            3,
            4L,
            5.5f,
            6.5,
            new BigDecimal("7.25"),
            " 8.125 ",
            List.of(9f, 10f),
            List.of(11),
            Vectors.dense(12, 13),
            Vectors.sparse(3, new int[] {1}, new double[] {14}),
            new byte[] {(byte) 200, 1},
            1);
    LoadedData data = load("scaling = none, train = \"" + parquet(schema, row) + "\"", classes(2));
    assertThat(canonical(data.train(), classes(2)))
        .containsExactly(
            example(
                List.of(
                    1f, -1f, 2f, 3f, 4f, 5.5f, 6.5f, 7.25f, 8.125f, 9f, 10f, 11f, 12f, 13f, 0f, 14f,
                    0f, 200f, 1f),
                1));
    assertThat(data.encoding().width()).isEqualTo(19);
    assertThat(data.encoding().features())
        .contains(new DataEncoding.Column("sparse", 3), new DataEncoding.Column("long", 1));
  }

  @Test
  void patternsTakeColumnsInTheOrderTheyAreNamedAndEachOnce() throws IOException {
    String file = write(folder, "rows.csv", "a1,b,a2,label,c.d", "1,2,3,0,4");
    String job = "options.header = true, scaling = none, train = \"" + file + "\", ";
    assertThat(names(job + "features = [\"b\", \"a*\"]")).containsExactly("b", "a1", "a2");
    assertThat(names(job + "features = [\"a?\", \"*\"]")).containsExactly("a1", "a2", "b", "c.d");
    assertThat(names(job + "features = \"c.d\"")).containsExactly("c.d");
    assertThat(names(job)).containsExactly("a1", "b", "a2", "c.d");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "label = lable | There is no column \"lable\" in ROWS, named in data.label; did you mean"
            + " \"label\"? Its columns are a1, b, label.",
        "features = [a3] | There is no column \"a3\" in ROWS, named in data.features; did you mean"
            + " \"a1\"?",
        "features = [\"z*\"] | No column of ROWS matches the pattern \"z*\" of data.features",
        "features = [\"lab*\"] | matches the pattern \"lab*\" of data.features other than the label",
        "features = [b, label] | The column \"label\" of ROWS stands both in data.label and in"
            + " data.features."
      })
  void columnsThatAreNotThere(String keys, String complaint) throws IOException {
    String file = write(folder, "rows.csv", "a1,b,label", "1,2,0");
    assertThatThrownBy(
            () -> load("options.header = true, train = \"" + file + "\", " + keys, classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining(complaint.strip().replace("ROWS", file));
  }

  @Test
  void namesInTheFirstLineThatNobodyAsksFor() throws IOException {
    String file = write(folder, "rows.csv", "a,label", "1,0");
    assertThatThrownBy(() -> load("train = \"" + file + "\"", classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessage(
            "There is no column \"label\" in "
                + file
                + ", named in data.label. Its columns are _c0, _c1. If its first line names the"
                + " columns, set data.options.header = true.");
  }

  @Test
  void theWidthIsThatOfTheFeaturesAndEveryPathIsLookedFor() throws IOException {
    String file = write(folder, "rows.csv", "1,2,3,0");
    String job = "label = _c3, train = \"" + file + "\"";
    assertThat(columns(job).width()).isEqualTo(3);
    assertThatThrownBy(() -> columns(job + ", test = gone.csv"))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("There is no data at gone.csv");
  }

  private static DataColumns columns(String job) {
    return Loading.columns(Loading.config(job), new TargetSpec(TargetKind.CLASS_INDEX, 2));
  }

  @Test
  void unsupportedTypesAreNamed() {
    StructType schema =
        new StructType()
            .add("x", DataTypes.DoubleType)
            .add("when", DataTypes.TimestampType)
            .add("label", DataTypes.IntegerType);
    String path = parquet(schema, RowFactory.create(1.0, new Timestamp(0), 1));
    assertThatThrownBy(() -> load("train = \"" + path + "\"", classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("the column \"when\" has the type timestamp. Allowed is a number");
    assertThat(names("features = [x], train = \"" + path + "\"")).containsExactly("x");
  }

  @Test
  void arraysWithoutAnyValueOrLength() {
    StructType schema =
        new StructType()
            .add("x", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("label", DataTypes.IntegerType);
    assertThatThrownBy(
            () ->
                load("train = \"" + parquet(schema, RowFactory.create(null, 1)) + "\"", classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("has values in x");
    assertThatThrownBy(
            () ->
                load(
                    "train = \"" + parquet(schema, RowFactory.create(List.of(), 1)) + "\"",
                    classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("The column \"x\"")
        .hasMessageContaining("is empty in the first row");
  }

  @Test
  void missingPaths() throws IOException {
    write(folder, "train.csv", "1,0");
    assertThatThrownBy(() -> load("train = \"" + folder + "/trian.csv\"", classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("There is no data at " + folder + "/trian.csv.")
        .hasMessageContaining("Did you mean file:" + folder + "/train.csv?");
    assertThatThrownBy(() -> load("train = \"" + folder + "/no/where.csv\"", classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("The folder file:" + folder + "/no isn't there either.");
    assertThatThrownBy(
            () -> load("format = parquet, train = \"" + folder + "/*.parquet\"", classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("There is no data at " + folder + "/*.parquet");
    assertThatThrownBy(() -> load("train = nowhere.csv", classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("which is file:" + Path.of("").toAbsolutePath() + "/nowhere.csv");
    assertThatThrownBy(
            () ->
                load(
                    "train = \"" + folder + "/train.csv\", validation = gone.csv, label = _c1",
                    classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("There is no data at gone.csv");
  }

  @ParameterizedTest
  @CsvSource({"csv", "json"})
  void emptyFiles(String format) throws IOException {
    String file = Files.writeString(folder.resolve("rows." + format), "").toString();
    assertThatThrownBy(() -> load("train = \"" + file + "\"", classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("There are no rows in " + file);
  }

  @Test
  void headerAndNoRows() throws IOException {
    String file = write(folder, "rows.csv", "a,label");
    assertThatThrownBy(() -> load("options.header = true, train = \"" + file + "\"", classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("There are no rows in " + file);
  }

  @Test
  void formatsThatDoNotFit() throws IOException {
    String file = write(folder, "rows.csv", "1,0", "2,1");
    assertThatThrownBy(() -> load("format = parquet, train = \"" + file + "\"", classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageStartingWith(file + " can't be read as parquet: ")
        .hasMessageContaining("Check that data.format and data.options fit the files");
    assertThatThrownBy(() -> load("format = parqet, train = \"" + file + "\"", classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("Spark has no reader for the format \"parqet\"")
        .hasMessageContaining("Did you mean parquet?");
    String unknown = write(folder, "rows.dat", "1,0");
    assertThatThrownBy(() -> load("train = \"" + unknown + "\"", classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("The name of " + unknown + " doesn't tell how the data is written");
    String svm = write(folder, "rows.svm", "0 1:1 2:x", "1 1:2");
    assertThatThrownBy(() -> load("train = \"" + svm + "\"", classes(2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining(svm + " can't be read as libsvm");
  }

  @Test
  void theFormatOfAFolderIsThatOfItsFiles() throws IOException {
    Path rows = Files.createDirectory(folder.resolve("rows"));
    write(rows, "_SUCCESS");
    write(rows, "part-0.csv", "1,0", "2,1");
    assertThat(names("label = _c1, train = \"" + rows + "\"")).containsExactly("_c0");
  }

  @Test
  void libsvmOfOtherDataHasTheWidthOfTheModel() throws IOException {
    String train = write(folder, "train.libsvm", "0 1:1 3:2", "1 2:1");
    String test = write(folder, "test.libsvm", "1 1:5");
    LoadedData data = load("scaling = none, train = \"" + train + "\"", classes(2));
    SourceConfig source = new SourceConfig("libsvm", test, java.util.Map.of(), BadRows.FAIL);
    EncodedData encoded = Loading.encode(source, data.encoding(), classes(2), 3);
    assertThat(canonical(encoded.shards(), classes(2)))
        .containsExactly(example(List.of(5f, 0f, 0f), 1));
  }

  private static List<String> names(String data) {
    return load(data, classes(3)).encoding().features().stream()
        .map(DataEncoding.Column::name)
        .toList();
  }

  private String parquet(StructType schema, Row... rows) {
    String path = folder.resolve("rows-" + System.nanoTime()).toString();
    TestSpark.session()
        .createDataFrame(Arrays.asList(rows), schema)
        .coalesce(1)
        .write()
        .parquet(path);
    return path;
  }
}
