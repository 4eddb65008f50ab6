package dev.tributary.data;

import static dev.tributary.data.Loading.canonical;
import static dev.tributary.data.Loading.classes;
import static dev.tributary.data.Loading.config;
import static dev.tributary.data.Loading.unpack;
import static dev.tributary.data.Loading.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.TestSpark;
import dev.tributary.data.Loading.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in which shard. */
class PackingTest {
  private static final List<String> COLUMNS = List.of("_c0", "_c2");
  private static final DataEncoding ENCODING =
      new DataEncoding(
          List.of(new DataEncoding.Column("_c0", 1)),
          List.of(new DataEncoding.Column("_c2", 1)),
          List.of(),
          List.of(0.0),
          List.of(1.0));

  private final SparkSession spark = TestSpark.session();

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 4", "2, 3", "3, 3", "7, 2", "100, 7", "1001, 5", "9001, 4"})
  void everyRowLiesOnceWhereItsNumberSays(int rows, int workers) throws IOException {
    String file = numbered("rows.csv", 0, rows);
    LoadedData data = Loading.load(spark, config(job(file)), classes(3), workers, 1);
    List<List<Example>> shards = unpack(data.train(), classes(3));
    int expected = Math.min(rows, workers);
    assertThat(shards).hasSize(expected);
    for (int shard = 0; shard < expected; shard++) {
      List<Example> packed = shards.get(shard);
      assertThat(data.train().rows().get(shard)).isEqualTo(packed.size());
      for (int position = 0; position < packed.size(); position++) {
        int row = position * expected + shard;
        assertThat(packed.get(position))
            .isEqualTo(Loading.example(List.of((float) row, row / 2f), row % 3));
      }
    }
    assertThat(data.train().totalRows()).isEqualTo(rows);
  }

  @ParameterizedTest
  @ValueSource(strings = {"300", "1111", "5000", "64m"})
  void cutsOfTheFilesDoNotChangeTheShards(String cut) throws IOException {
    numbered("c.csv", 0, 700);
    numbered("a.csv", 700, 3);
    numbered("b.csv", 703, 900);
    String job = job(folder.toString()) + ", format = csv";
    List<List<Example>> expected =
        unpack(Loading.load(spark, config(job), classes(3), 4, 1).train(), classes(3));
    List<Float> ids =
        canonical(Loading.load(spark, config(job), classes(3), 4, 1).train(), classes(3)).stream()
            .map(row -> row.features().get(0))
            .toList();
    List<Float> byFile = new ArrayList<>();
    IntStream.range(700, 1603).forEach(id -> byFile.add((float) id));
    IntStream.range(0, 700).forEach(id -> byFile.add((float) id));
    assertThat(ids).isEqualTo(byFile);
    withCuts(
        cut,
        "1",
        () ->
            assertThat(
                    unpack(Loading.load(spark, config(job), classes(3), 4, 1).train(), classes(3)))
                .isEqualTo(expected));
  }

  @Test
  void rowsOfSeveralFilesInOneTaskKeepTheirFile() throws IOException {
    String path = folder.resolve("many").toString();
    spark
        .range(0, 700, 1, 5)
        .selectExpr("cast(id as double) as x", "cast(id % 3 as int) as label")
        .write()
        .parquet(path);
    List<Float> byFile = new ArrayList<>();
    try (var files = Files.list(Path.of(path))) {
      files
          .map(Path::toString)
          .filter(file -> file.endsWith(".parquet"))
          .sorted()
          .forEach(
              file ->
                  spark
                      .read()
                      .parquet(file)
                      .collectAsList()
                      .forEach(row -> byFile.add((float) row.getDouble(0))));
    }
    var source =
        Source.open(
            DataAccess.of(spark),
            new SourceConfig("parquet", path, java.util.Map.of(), BadRows.FAIL));
    assertThat(byFile).hasSize(700);
    withCuts(
        "64m",
        "1",
        () -> {
          spark.conf().set("spark.sql.files.minPartitionNum", "1");
          assertThat(source.internalRows(List.of("x", "label")).getNumPartitions()).isEqualTo(1);
          LoadedData data =
              Loading.load(
                  spark, config("scaling = none, train = \"" + path + "\""), classes(3), 2, 1);
          assertThat(canonical(data.train(), classes(3)))
              .extracting(row -> row.features().get(0))
              .isEqualTo(byFile);
        });
  }

  @Test
  void neitherSlotsNorDefaultParallelismChangeAnything() throws IOException {
    String job = job(numbered("rows.csv", 0, 5000)) + ", validation = 0.3, scaling = standard";
    SparkSession other = spark.newSession();
    other.conf().set("spark.sql.leafNodeDefaultParallelism", "37");
    other.conf().set("spark.default.parallelism", "1");
    LoadedData one = Loading.load(spark, config(job), classes(3), 3, 1);
    LoadedData two = Loading.load(other, config(job), classes(3), 3, 1);
    assertThat(two.encoding()).isEqualTo(one.encoding());
    assertThat(unpack(two.train(), classes(3))).isEqualTo(unpack(one.train(), classes(3)));
    assertThat(unpack(two.validation(), classes(3)))
        .isEqualTo(unpack(one.validation(), classes(3)));
  }

  @Test
  void bothSidesShareOneRddWhosePartitionsAreTheirs() throws IOException {
    String job = job(numbered("rows.csv", 0, 100)) + ", validation = 0.5";
    LoadedData data = Loading.load(spark, config(job), classes(3), 3, 1);
    assertThat(data.validation().rdd()).isSameAs(data.train().rdd());
    assertThat(data.train().partitions()).containsExactly(0, 1, 2);
    assertThat(data.validation().partitions()).containsExactly(3, 4, 5);
    assertThat(data.train().rdd().getNumPartitions()).isEqualTo(6);
    assertThat(data.train().rdd().getStorageLevel()).isEqualTo(StorageLevel.MEMORY_AND_DISK());
  }

  @Test
  void blocksAreClosedWhenFullAndMergedInOrder() throws IOException {
    // More rows than one block of a shard holds.
    int rows = 20_000;
    LoadedData data =
        Loading.load(spark, config(job(numbered("rows.csv", 0, rows))), classes(3), 1, 1);
    List<Example> packed = canonical(data.train(), classes(3));
    assertThat(packed).hasSize(rows);
    for (int row = 0; row < rows; row++) {
      assertThat(packed.get(row).features().get(0)).isEqualTo((float) row);
    }
  }

  @Test
  void rowsAreReadOnceAndThenHeld() throws IOException {
    Path file = Path.of(numbered("rows.csv", 0, 10));
    Source source = csv(file);
    ExampleReader reader = reader(source);
    ReadRows rows = new ReadRows(source.internalRows(COLUMNS), reader);
    Census census = Census.take(rows.blocks(), reader, Scaling.Kind.NONE);
    Files.delete(file);
    Packing.Packed packed = Packing.pack(rows.toPack(), reader, census, ENCODING, List.of(), 2);
    assertThat(packed.train().rows()).containsExactly(5, 5);
    rows.close();
    assertThat(rows.blocks().getStorageLevel()).isEqualTo(StorageLevel.NONE());
  }

  @Test
  void dataThatChangesWhileItIsReadIsRefused() throws IOException {
    Path file = Path.of(numbered("rows.csv", 0, 10));
    Source source = csv(file);
    ExampleReader reader = reader(source);
    Census census =
        Census.take(
            BlockReader.blocks(source.internalRows(COLUMNS), reader), reader, Scaling.Kind.NONE);
    Files.writeString(file, Files.readString(file).replace("7,3.5,1", "x,3.5,1"));
    assertThatThrownBy(
            () ->
                ReadFailure.during(
                    "rows",
                    "csv",
                    () ->
                        Packing.pack(
                            BlockReader.blocks(source.internalRows(COLUMNS), reader),
                            reader,
                            census,
                            ENCODING,
                            List.of(),
                            2)))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("The data changed while it was being read");
  }

  private Source csv(Path file) {
    return Source.open(
        DataAccess.of(spark),
        new SourceConfig("csv", file.toString(), java.util.Map.of(), BadRows.FAIL));
  }

  private static ExampleReader reader(Source source) {
    var schema = source.schema(COLUMNS);
    return new ExampleReader(
        source.order(),
        FeatureReader.of(schema, ENCODING.features()),
        LabelReader.undecided(schema, ENCODING.labels(), classes(3), LabelType.INTEGER),
        WeightReader.none(),
        Split.none());
  }

  @Test
  void shardsAreAsFewAsTheirBoundsAllow() {
    assertThat(ShardPlan.of(0, 4, 3)).isEqualTo(new ShardPlan(0, 0));
    assertThat(ShardPlan.of(2, 4, 3)).isEqualTo(new ShardPlan(2, 2));
    assertThat(ShardPlan.of(1000, 4, 3)).isEqualTo(new ShardPlan(1000, 3));
    assertThat(ShardPlan.of(2 * 131_072, 4, 2)).isEqualTo(new ShardPlan(2 * 131_072, 2));
    assertThat(ShardPlan.of(2 * 131_072 + 1, 4, 2).shards()).isEqualTo(4);
    // 1 MiB a row: 32 rows a shard.
    assertThat(ShardPlan.of(64, 1 << 20, 2).shards()).isEqualTo(2);
    assertThat(ShardPlan.of(65, 1 << 20, 2).shards()).isEqualTo(4);
    // A row larger than a shard should be: one row a shard.
    assertThat(ShardPlan.of(5, 1L << 30, 2).shards()).isEqualTo(5);
    assertThat(ShardPlan.of(10, 4, 4).shardRows()).containsExactly(3, 3, 2, 2);
  }

  private void withCuts(String bytes, String openCost, Runnable body) {
    var conf = spark.conf();
    conf.set("spark.sql.files.maxPartitionBytes", bytes);
    conf.set("spark.sql.files.openCostInBytes", openCost);
    try {
      body.run();
    } finally {
      ReaderSettings.CONF.forEach(
          (name, value) -> {
            if (conf.isModifiable(name)) {
              conf.set(name, value);
            }
          });
    }
  }

  private String numbered(String name, int first, int rows) throws IOException {
    return write(
        folder,
        name,
        IntStream.range(first, first + rows)
            .mapToObj(row -> row + "," + row / 2f + "," + row % 3)
            .toArray(String[]::new));
  }

  private static String job(String path) {
    return "label = _c2, scaling = none, train = \"" + path + "\"";
  }
}
