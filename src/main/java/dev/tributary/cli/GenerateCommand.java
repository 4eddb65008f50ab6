package dev.tributary.cli;

import dev.tributary.config.InvalidJobException;
import dev.tributary.data.generator.AddingProblem;
import dev.tributary.data.generator.Deliveries;
import dev.tributary.data.generator.DeliveryTable;
import dev.tributary.data.generator.GeneratedData;
import dev.tributary.data.generator.Generator;
import dev.tributary.data.generator.Teacher;
import dev.tributary.report.ConsoleReport;
import dev.tributary.report.Numbers;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code generate KIND --rows N --output PATH}. */
@Command(
    name = "generate",
    description = {
      "Makes up data of any size: rows that a random network labels with a class or a number, or"
          + " the adding problem for sequences, or a table of parcel deliveries with categories,"
          + " dates and missing values. The same arguments give the same rows on every cluster.",
      ""
    },
    sortOptions = false,
    footer = {"", "What the rows are: src/site/markdown/generating.md"})
final class GenerateCommand implements Callable<Integer> {
  private static final int MOST_FEATURES = 100_000;
  private static final int MOST_CLASSES = 1000;

  @Parameters(paramLabel = "KIND", description = "${COMPLETION-CANDIDATES}")
  private Kind kind;

  @Option(
      names = "--rows",
      paramLabel = "N",
      required = true,
      description = "how many rows; fewer of them are the first of more")
  private long rows;

  @Option(
      names = "--output",
      paramLabel = "PATH",
      required = true,
      description = "a folder that isn't there yet")
  private String output;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
  private Format format = Format.PARQUET;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "decides all that is drawn; default: ${DEFAULT-VALUE}")
  private long seed = 42;

  @Option(
      names = "--features",
      paramLabel = "N",
      description = "of classification and regression; default: 28")
  private Integer features;

  @Option(names = "--classes", paramLabel = "N", description = "of classification; default: 2")
  private Integer classes;

  @Option(
      names = "--noise",
      paramLabel = "X",
      description =
          "of classification and regression: the standard deviation of what is added to the"
              + " network's outputs, whose own is 1; default: 0.1")
  private Double noise;

  @Option(
      names = "--length",
      paramLabel = "N",
      description = "of adding: the steps of a sequence; default: 50")
  private Integer length;

  private enum Kind {
    CLASSIFICATION,
    REGRESSION,
    ADDING,
    TABLE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private enum Format {
    PARQUET,
    CSV;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Mixin private ConsoleOptions consoleOptions;

  @Override
  public Integer call() {
    ConsoleReport console = consoleOptions.open();
    if (rows < 1) {
      throw new InvalidJobException(
          "Invalid --rows: found %d; allowed is a whole number from 1 up.".formatted(rows));
    }
    if (kind == Kind.TABLE) {
      refuseForTable();
    }
    Optional<Generator> generator =
        kind == Kind.TABLE ? Optional.empty() : Optional.of(generator());
    Path target = PathArgument.of("--output", output);
    try (Session session = Session.open("generate " + kind, console)) {
      DataOutput data = new DataOutput(target, "data", session.hadoop());
      if (generator.isEmpty()) {
        data.write(writer(DeliveryTable.of(session.spark(), new Deliveries(seed), rows)));
      } else {
        Dataset<Row> made = GeneratedData.of(session.spark(), generator.get(), rows);
        data.write(writer(flat(made, generator.get().width())));
      }
      int features = generator.map(Generator::width).orElse(DeliveryTable.FEATURES);
      console.result(
          "%s with %s each are in %s"
              .formatted(Numbers.count(rows, "row"), Numbers.count(features, "feature"), output),
          Map.of("rows", rows, "features", features, "output", output));
      return 0;
    }
  }

  private Generator generator() {
    return switch (kind) {
      case CLASSIFICATION -> {
        refuse("--length", length);
        yield new Teacher(
            features(), within("--classes", classes, 2, 2, MOST_CLASSES), noise(), seed);
      }
      case REGRESSION -> {
        refuse("--length", length);
        refuse("--classes", classes);
        yield new Teacher(features(), 1, noise(), seed);
      }
      case ADDING -> {
        refuse("--features", features);
        refuse("--classes", classes);
        refuse("--noise", noise);
        yield new AddingProblem(within("--length", length, 50, 2, MOST_FEATURES / 2), seed);
      }
      case TABLE -> throw new IllegalStateException("a table has no arrays of features");
    };
  }

  private void refuseForTable() {
    refuse("--features", features);
    refuse("--classes", classes);
    refuse("--noise", noise);
    refuse("--length", length);
  }

  private int features() {
    return within("--features", features, 28, 1, MOST_FEATURES);
  }

  private double noise() {
    if (noise == null) {
      return 0.1;
    }
    if (!(noise >= 0) || noise.isInfinite()) {
      throw new InvalidJobException(
          "Invalid --noise: found %s; allowed is a number from 0 up.".formatted(noise));
    }
    return noise;
  }

  /** A setting that this kind has no use for would be without effect. */
  private void refuse(String option, Object given) {
    if (given != null) {
      throw new InvalidJobException(
          "%s means nothing to generate %s. Leave it out, or choose another kind."
              .formatted(option, kind));
    }
  }

  private static int within(String option, Integer given, int ordinary, int least, int most) {
    if (given == null) {
      return ordinary;
    }
    if (given < least || given > most) {
      throw new InvalidJobException(
          "Invalid %s: found %d; allowed is a whole number from %d to %,d."
              .formatted(option, given, least, most));
    }
    return given;
  }

  private Dataset<Row> flat(Dataset<Row> data, int width) {
    return switch (format) {
      case PARQUET -> data;
      case CSV -> GeneratedData.flat(data, width);
    };
  }

  private DataFrameWriter<Row> writer(Dataset<Row> data) {
    return switch (format) {
      case PARQUET -> data.write().format("parquet");
      case CSV ->
          data.write()
              .format("csv")
              .option("header", "true")
              .option("timestampNTZFormat", "yyyy-MM-dd HH:mm");
    };
  }
}
