package dev.tributary.cli;

import dev.tributary.data.BadRows;
import dev.tributary.data.DataLoader;
import dev.tributary.data.ReadFailure;
import dev.tributary.data.Source;
import dev.tributary.data.SourceConfig;
import dev.tributary.model.ModelBundle;
import dev.tributary.report.ConsoleReport;
import dev.tributary.report.Terminal;
import dev.tributary.train.Predictor;
import dev.tributary.train.TrainedNetwork;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code predict MODEL --input PATH --output PATH}. */
@Command(
    name = "predict",
    description = "Adds a saved model's predictions to data.",
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "the model's folder, such as out/digits/model")
  private String model;

  @Option(names = "--input", paramLabel = "PATH", required = true, description = "the data")
  private String input;

  @Option(
      names = "--output",
      paramLabel = "PATH",
      required = true,
      description = "a folder that isn't there yet; all columns of the data and the predictions")
  private String output;

  @Option(
      names = "--output-format",
      paramLabel = "FORMAT",
      description = "parquet, json or orc; default: ${DEFAULT-VALUE}")
  private PredictionFormat format = PredictionFormat.PARQUET;

  @Mixin private ReadOptions read;

  @Override
  public Integer call() {
    try (SparkSession spark = Sessions.open("predict " + model)) {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
      ModelBundle bundle = ModelBundle.load(new Path(model), context.hadoopConfiguration());
      PredictionOutput target = new PredictionOutput(output, format, context.hadoopConfiguration());
      SourceConfig config = read.source(input, bundle.source());
      Source source = DataLoader.open(spark, config, bundle.encoding());
      Dataset<Row> predicted =
          new Predictor(context, TrainedNetwork.of(bundle), bundle.encoding())
              .predict(source, read.badRows());
      ReadFailure.during(
          config,
          () -> {
            target.write(predicted);
            return null;
          });
      ConsoleReport console = new ConsoleReport(System.out, Terminal.detect());
      Dataset<Row> written = spark.read().format(format.name()).load(output);
      long rows = written.count();
      console.note(rows + " rows with predictions are in " + output + ".");
      if (read.badRows() == BadRows.SKIP) {
        long without = written.where(Predictor.PREDICTION + " is null").count();
        console.note(without + " of them could not be used; their prediction is empty.");
      }
      return 0;
    }
  }
}
