package dev.tributary.data;

import static dev.tributary.data.Loading.classes;
import static dev.tributary.data.Loading.load;
import static dev.tributary.data.Loading.unpack;
import static dev.tributary.data.Loading.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Prediction encodes a row as training did. */
class RowEncoderTest {
  @TempDir Path folder;

  @Test
  void encodesTextRowsBitForBitAsTrainingDid() throws IOException {
    Random random = new Random(7);
    String file =
        write(
            folder,
            "rows.csv",
            IntStream.range(0, 200)
                .mapToObj(i -> random.nextGaussian() + "," + random.nextInt(9) + "," + i % 2)
                .toArray(String[]::new));
    assertSame("label = _c2, scaling = standard, train = \"" + file + "\"", "csv", file);
  }

  @Test
  void encodesBytesBitForBitAsTrainingDid() {
    Random random = new Random(8);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      byte[] bytes = new byte[5];
      random.nextBytes(bytes);
      rows.add(RowFactory.create(bytes, i % 2));
    }
    String path = folder.resolve("bytes").toString();
    TestSpark.session()
        .createDataFrame(
            rows,
            new StructType().add("image", DataTypes.BinaryType).add("label", DataTypes.IntegerType))
        .coalesce(1)
        .write()
        .parquet(path);
    assertSame("scaling = standard, train = \"" + path + "\"", "parquet", path);
  }

  private static final String TABLE =
      """
      features = [
        { columns = number, impute = mean, indicator = true, log = true, clip = [-3, 3] }
        { columns = [text, whole, flag], type = categorical, min-count = 5 }
        { columns = [moment, day], type = date, parts = [day_of_week, day_of_year], zone = "Asia/Tokyo", indicator = true }
        array
      ],
      """;

  /**
   * Of every type that Parquet and JSON hold, with values missing in each column but the arrays.
   */
  @ParameterizedTest
  @ValueSource(strings = {"parquet", "json", "orc"})
  void encodesTablesBitForBitAsTrainingDid(String format) {
    Random random = new Random(9);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      rows.add(
          RowFactory.create(
              i % 7 == 1 ? null : 5 * random.nextGaussian(),
              i % 7 == 2 ? null : "größe " + random.nextInt(50),
              i % 7 == 3 ? null : random.nextInt(4) - 2,
              i % 7 == 4 ? null : random.nextBoolean(),
              i % 7 == 5
                  ? null
                  : new java.sql.Timestamp(1_700_000_000_000L + 1000L * random.nextInt()),
              i % 7 == 6 ? null : java.sql.Date.valueOf("2024-02-" + (10 + random.nextInt(20))),
              new double[] {random.nextInt(3), random.nextGaussian()},
              (double) i));
    }
    String path = folder.resolve(format).toString();
    TestSpark.session()
        .createDataFrame(
            rows,
            StructType.fromDDL(
                "number DOUBLE, text STRING, whole INT, flag BOOLEAN, moment TIMESTAMP, day DATE, array ARRAY<DOUBLE>, label DOUBLE"))
        .coalesce(1)
        .write()
        .format(format)
        .save(path);
    String job = TABLE + " format = " + format + ", train = \"" + path + "\"";
    assertSame(job, format, path, Loading.values(1));
  }

  @Test
  void saysWhatIsWrongWithARow() throws IOException {
    LoadedData data = training();
    String file = write(folder, "new.csv", "b,a", "1,2", "x,3", "4", ",5");
    Source source =
        DataLoader.open(
            DataAccess.of(TestSpark.session()),
            new SourceConfig("csv", file, Map.of("header", "true"), BadRows.SKIP),
            data.encoding());
    RowEncoder encoder = RowEncoder.of(source.rows().schema(), data.encoding());
    List<Row> rows = source.rows().collectAsList();
    float[] target = new float[6];
    assertThat(encoder.width()).isEqualTo(2);
    assertThat(encoder.encode(rows.get(0), target, 4)).isEmpty();
    assertThat(target).containsExactly(0, 0, 0, 0, 2, 1);
    assertThat(encoder.encode(rows.get(1), target, 0).orElseThrow())
        .returns(BadRow.Reason.NOT_A_NUMBER, BadRow::reason)
        .returns("b", BadRow::column)
        .hasToString("column \"b\": found \"x\"; allowed is a finite number");
    assertThat(encoder.encode(rows.get(2), target, 0).orElseThrow().reason())
        .isEqualTo(BadRow.Reason.MALFORMED);
    assertThat(encoder.encode(rows.get(3), target, 0).orElseThrow().reason())
        .isEqualTo(BadRow.Reason.NO_VALUE);
  }

  @Test
  void refusesDataThatLacksAFeatureOrHasItAsSomethingElse() throws IOException {
    DataEncoding encoding = training().encoding();
    StructType lacking =
        new StructType().add("a", DataTypes.DoubleType).add("B", DataTypes.DoubleType);
    assertThatThrownBy(() -> RowEncoder.of(lacking, encoding))
        .isInstanceOf(UnusableDataException.class)
        .hasMessage(
            "The data has no column \"b\", which the model's input needs; did you mean \"B\"? Its"
                + " columns are a, B.");
    StructType other = new StructType().add("a", DataTypes.DoubleType).add("b", DataTypes.DateType);
    assertThatThrownBy(() -> RowEncoder.of(other, encoding))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("the column \"b\" has the type date");
    DataEncoding wide =
        new DataEncoding(
            List.of(new DataEncoding.Column("a", 3)),
            List.of(),
            List.of(),
            List.of(0.0, 0.0, 0.0),
            List.of(1.0, 1.0, 1.0));
    assertThatThrownBy(() -> RowEncoder.of(lacking, wide))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("the model's input needs 3 numbers");
  }

  private LoadedData training() throws IOException {
    Files.createDirectories(folder);
    String file = write(folder, "train.csv", "a,b,label", "1,2,0", "3,4,1");
    return load("options.header = true, scaling = none, train = \"" + file + "\"", classes(2));
  }

  private static void assertSame(String job, String format, String path) {
    assertSame(job, format, path, classes(2));
  }

  private static void assertSame(String job, String format, String path, TargetSpec targets) {
    LoadedData data = Loading.load(TestSpark.session(), Loading.config(job), targets, 1, 1);
    Source source =
        DataLoader.open(
            DataAccess.of(TestSpark.session()),
            new SourceConfig(format, path, Map.of(), BadRows.FAIL),
            data.encoding());
    RowEncoder encoder = RowEncoder.of(source.rows().schema(), data.encoding());
    JavaRDD<List<Float>> encoded =
        source
            .rows()
            .javaRDD()
            .map(
                row -> {
                  float[] target = new float[encoder.width()];
                  assertThat(encoder.encode(row, target, 0)).isEmpty();
                  List<Float> inputs = new ArrayList<>();
                  for (float value : target) {
                    inputs.add(value);
                  }
                  return inputs;
                });
    assertThat(encoded.collect())
        .isEqualTo(
            unpack(data.train(), targets).get(0).stream().map(Loading.Example::features).toList());
  }
}
