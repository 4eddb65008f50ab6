package dev.tributary.data;

import static dev.tributary.data.Loading.canonical;
import static dev.tributary.data.Loading.config;
import static dev.tributary.data.Loading.values;
import static dev.tributary.data.Loading.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.TestSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.SparkConf;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.Imputer;
import org.apache.spark.ml.feature.OneHotEncoder;
import org.apache.spark.ml.feature.SQLTransformer;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Tables against Spark ML's transformers, and against themselves however Spark cuts them. */
class TableJudgeTest {
  private static final int ROWS = 1001;
  private static final String FEATURES =
      """
      features = [
        { columns = mean, impute = mean, log = true }
        { columns = median, impute = median, indicator = true, scaling = none }
        { columns = city, type = categorical }
        { columns = day, type = date, parts = [day_of_week, day_of_year] }
        plain
      ]
      """;

  @TempDir Path folder;
  private String file;

  @BeforeEach
  void writeTable() throws IOException {
    Random random = new Random(5);
    List<String> lines = new ArrayList<>(List.of("mean,median,city,day,plain,label"));
    for (int i = 0; i < ROWS; i++) {
      // number.
      lines.add(
          "%s,%s,%s,2023-%02d-%02d,%s,%d"
              .formatted(
                  i % 9 == 4 ? "" : Double.toString(Math.exp(random.nextGaussian())),
                  i % 10 == 3 ? "" : Double.toString(100 * random.nextGaussian()),
                  i % 11 == 5 ? "" : "city " + (char) ('a' + random.nextInt(7)),
                  1 + random.nextInt(12),
                  1 + random.nextInt(28),
                  Double.toString(0.1 * random.nextInt(1000)),
                  i));
    }
    file = write(folder, "table.csv", lines.toArray(String[]::new));
  }

  @Test
  void agreesWithSparkMl() {
    Dataset<Row> rows =
        TestSpark.session()
            .read()
            .option("header", "true")
            .option("inferSchema", "true")
            .csv(file)
            .na()
            .fill("!", new String[] {"city"});
    PipelineStage[] stages = {
      new Imputer().setInputCols(new String[] {"mean"}).setOutputCols(new String[] {"mean_"}),
      new Imputer()
          .setStrategy("median")
          .setRelativeError(0)
          .setInputCols(new String[] {"median"})
          .setOutputCols(new String[] {"median_"}),
      new SQLTransformer().setStatement("SELECT *, log1p(mean_) AS log FROM __THIS__"),
      new VectorAssembler().setInputCols(new String[] {"log", "plain"}).setOutputCol("numbers"),
      new StandardScaler().setWithMean(true).setInputCol("numbers").setOutputCol("scaled"),
      // What stands for a missing city comes first in the alphabet.
      new StringIndexer()
          .setStringOrderType("alphabetAsc")
          .setInputCol("city")
          .setOutputCol("index"),
      new OneHotEncoder().setDropLast(false).setInputCol("index").setOutputCol("hot"),
    };
    List<Row> judged =
        new Pipeline().setStages(stages).fit(rows).transform(rows).orderBy("label").collectAsList();
    List<Loading.Example> found = canonical(load(4).train(), values(1));
    assertThat(found).hasSize(ROWS);
    // Spark's deviation is that of a sample, ours of a population.
    double sample = Math.sqrt((ROWS - 1.0) / ROWS);
    for (Loading.Example example : found) {
      Row row = judged.get(example.target().get(0).intValue());
      Vector scaled = row.getAs("scaled");
      Vector hot = row.getAs("hot");
      List<Float> inputs = example.features();
      assertThat((double) inputs.get(0)).isCloseTo(scaled.apply(0) / sample, within(1e-5));
      assertThat(inputs.get(1)).isEqualTo((float) row.<Double>getAs("median_").doubleValue());
      assertThat(inputs.get(2)).isEqualTo(row.isNullAt(row.fieldIndex("median")) ? 1f : 0f);
      for (int j = 0; j < 8; j++) {
        assertThat((double) inputs.get(3 + j)).isEqualTo(hot.apply(j));
      }
      assertThat((double) inputs.get(15)).isCloseTo(scaled.apply(1) / sample, within(1e-5));
    }
  }

  /** One file in one piece, in many small ones, and as Parquet: the same bits. */
  @Test
  void isTheSameHoweverTheRowsAreSpread() {
    DataEncoding whole = load(1).encoding();
    assertThat(load(3).encoding()).isEqualTo(whole);
    String old = TestSpark.session().conf().get("spark.sql.files.maxPartitionBytes");
    String cost = TestSpark.session().conf().get("spark.sql.files.openCostInBytes");
    TestSpark.session().conf().set("spark.sql.files.maxPartitionBytes", "4096");
    TestSpark.session().conf().set("spark.sql.files.openCostInBytes", "0");
    try {
      assertThat(TestSpark.session().read().csv(file).rdd().getNumPartitions()).isGreaterThan(8);
      assertThat(load(1).encoding()).isEqualTo(whole);
    } finally {
      TestSpark.session().conf().set("spark.sql.files.maxPartitionBytes", old);
      TestSpark.session().conf().set("spark.sql.files.openCostInBytes", cost);
    }
    for (int partitions : List.of(1, 5)) {
      String parquet = folder.resolve("parquet" + partitions).toString();
      TestSpark.session()
          .read()
          .option("header", "true")
          .option("inferSchema", "true")
          .csv(file)
          .repartition(partitions)
          .write()
          .parquet(parquet);
      DataConfig config = config("train = \"" + parquet + "\"\n" + FEATURES);
      DataEncoding other = Loading.load(TestSpark.session(), config, values(1), 2, 1).encoding();
      assertThat(other).isEqualTo(whole);
    }
  }

  @Test
  void fitsToTrainingRowsOnly() {
    DataConfig config =
        config("options.header = true, validation = 0.3, train = \"" + file + "\"\n" + FEATURES);
    LoadedData data = Loading.load(TestSpark.session(), config, values(1), 1, 1);
    List<Loading.Example> train = canonical(data.train(), values(1));
    assertThat(data.validation().totalRows()).isBetween(200L, 400L);
    double sum = 0;
    double squares = 0;
    List<Float> medians = new ArrayList<>();
    for (Loading.Example example : train) {
      sum += example.features().get(0);
      squares += example.features().get(0) * example.features().get(0);
      if (example.features().get(2) == 0) {
        medians.add(example.features().get(1));
      }
    }
    assertThat(sum / train.size()).isCloseTo(0, within(1e-6));
    assertThat(squares / train.size()).isCloseTo(1, within(1e-5));
    Collections.sort(medians);
    double low = medians.get((medians.size() - 1) / 2);
    double high = medians.get(medians.size() / 2);
    assertThat(data.encoding().columns().numbers().get(1).fill().get(0))
        .isCloseTo((low + high) / 2, within(1e-4));
  }

  /** Executors may send their part by Kryo. */
  @Test
  void aPartOfACensusTravelsByKryo() {
    DataConfig config = config("options.header = true, train = \"" + file + "\"\n" + FEATURES);
    JobData data = JobData.open(DataAccess.of(TestSpark.session()), config, values(1));
    ExampleReader reader = DataLoader.reader(data, 1);
    var rows =
        data.train().internalRows(List.of("mean", "median", "city", "day", "plain", "label"));
    List<RowBlock> blocks = BlockReader.blocks(rows, reader).collect();
    CensusPart part = CensusPart.count(reader, Scaling.Kind.STANDARD, blocks.iterator());
    SerializerInstance kryo = new KryoSerializer(new SparkConf()).newInstance();
    ClassTag<CensusPart> tag = ClassTag$.MODULE$.apply(CensusPart.class);
    CensusPart sent = kryo.deserialize(kryo.serialize(part, tag), tag);
    assertThat(sent.features.number(0).mean()).isEqualTo(part.features.number(0).mean());
    assertThat(sent.features.category(2).frequent(1))
        .isEqualTo(part.features.category(2).frequent(1))
        .hasSize(7);
  }

  @Test
  void exactSumsForgetNothing() {
    double[] numbers = {1e300, 1, -1e300, 1e-300, -0.0, Double.MIN_VALUE, 3e-320, -7.25, 0x1p-1000};
    Random random = new Random(1);
    for (int i = 0; i < 20; i++) {
      java.math.BigDecimal expected = java.math.BigDecimal.ZERO;
      ExactSum one = new ExactSum();
      ExactSum other = new ExactSum();
      for (int j = 0; j < 500; j++) {
        double number =
            j < numbers.length
                ? numbers[j]
                : random.nextGaussian() * Math.pow(2, random.nextInt(600) - 300);
        (random.nextBoolean() ? one : other).add(number);
        expected = expected.add(new java.math.BigDecimal(number));
      }
      one.merge(other);
      assertThat(one.value()).isEqualByComparingTo(expected);
    }
    ExactSum squares = new ExactSum();
    squares.addSquare(1 / 3.0);
    squares.addSquare(-1e15 / 7);
    java.math.BigDecimal third = new java.math.BigDecimal(1 / 3.0);
    java.math.BigDecimal large = new java.math.BigDecimal(-1e15 / 7);
    assertThat(squares.value()).isEqualByComparingTo(third.pow(2).add(large.pow(2)));
  }

  private LoadedData load(int workers) {
    DataConfig config = config("options.header = true, train = \"" + file + "\"\n" + FEATURES);
    return Loading.load(TestSpark.session(), config, values(1), workers, 1);
  }
}
