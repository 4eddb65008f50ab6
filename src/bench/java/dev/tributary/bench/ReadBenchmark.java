package dev.tributary.bench;

import dev.tributary.config.JobFile;
import dev.tributary.data.DataAccess;
import dev.tributary.data.DataConfig;
import dev.tributary.data.DataLoader;
import dev.tributary.data.JobData;
import dev.tributary.data.LoadedData;
import dev.tributary.data.ReaderSettings;
import dev.tributary.data.TargetSpec;
import dev.tributary.data.generator.GeneratedData;
import dev.tributary.data.generator.Teacher;
import dev.tributary.nn.TargetKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Loading data into shards, and Spark's reader alone on the same files, which is the limit. */
final class ReadBenchmark implements Benchmark {
  private static final int ROWS = 1_000_000;
  private static final int FEATURES = 28;
  private static final int WARM_UPS = 2;
  private static final int TURNS = 7;

  @Override
  public String title() {
    return "Reading on local[2]: %,d generated rows of %d features, and MNIST where it is"
        .formatted(ROWS, FEATURES);
  }

  @Override
  public void run() throws Exception {
    Path folder = Files.createTempDirectory("read");
    try (SparkSession spark = LocalSpark.start()) {
      ReaderSettings.CONF.forEach(spark.conf()::set);
      Table table = new Table("data", "Spark's reader", "shards, scaled", "ratio");
      Dataset<Row> rows = GeneratedData.of(spark, new Teacher(FEATURES, 2, 0.1, 42), ROWS);
      GeneratedData.flat(rows, FEATURES)
          .write()
          .option("header", "true")
          .csv(folder.resolve("csv").toString());
      rows.write().parquet(folder.resolve("parquet").toString());
      for (String format : List.of("csv", "parquet")) {
        String options = format.equals("csv") ? ", options { header = true }" : "";
        measure(spark, format, "format = " + format + options, folder.resolve(format), 2, table);
      }
      String mnist = System.getenv("MNIST_DIR");
      if (mnist != null) {
        measure(spark, "idx", "format = idx", Path.of(mnist, "train"), 10, table);
      }
      table.print(System.out);
    } finally {
      delete(folder);
    }
  }

  private static void measure(
      SparkSession spark, String name, String how, Path path, int classes, Table table)
      throws Exception {
    DataConfig config =
        JobFile.parse(
                name,
                "data { %s, train = \"%s\", validation = 0.1 }".formatted(how, path),
                List.of())
            .read(root -> DataConfig.read(root.section("data")));
    TargetSpec targets = new TargetSpec(TargetKind.CLASS_INDEX, classes);
    Contest contest =
        Contest.of(
            Clock.WALL,
            WARM_UPS,
            TURNS,
            new Contender("reader", () -> readOnly(open(spark, config, targets))),
            new Contender("load", () -> load(open(spark, config, targets))));
    table.add(
        name,
        contest.nanos("reader").over(1e9).toText(2) + " s",
        contest.nanos("load").over(1e9).toText(2) + " s",
        contest.ratio("load", "reader").toText(2));
  }

  private static JobData open(SparkSession spark, DataConfig config, TargetSpec targets) {
    return JobData.open(DataAccess.of(spark), config, targets);
  }

  private static void readOnly(JobData data) {
    data.train().rows().write().format("noop").mode("overwrite").save();
  }

  private static void load(JobData data) {
    LoadedData loaded = DataLoader.load(data, 2, 42);
    loaded.train().rdd().unpersist(true);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
