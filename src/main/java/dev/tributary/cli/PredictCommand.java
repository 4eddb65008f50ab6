package dev.tributary.cli;

import dev.tributary.config.InvalidJobException;
import dev.tributary.data.DataLoader;
import dev.tributary.data.Jobs;
import dev.tributary.data.Source;
import dev.tributary.model.ModelBundle;
import dev.tributary.report.ConsoleReport;
import dev.tributary.report.Numbers;
import dev.tributary.train.Predictor;
import dev.tributary.train.TrainedNetwork;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code predict MODEL --input PATH --output PATH}. */
@Command(
    name = "predict",
    description = {
      "Adds a saved model's predictions to data: a column prediction, for classes also probability,"
          + " for an autoencoder also reconstruction_error.",
      ""
    },
    sortOptions = false)
final class PredictCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "the model's folder, such as out/digits/model")
  private String model;

  @Option(
      names = "--input",
      paramLabel = "PATH",
      required = true,
      description = "data with the feature columns of the training data")
  private String input;

  @Option(
      names = "--output",
      paramLabel = "PATH",
      required = true,
      description =
          "a folder that isn't there yet, for all columns of the input and the predictions")
  private String output;

  @Option(
      names = "--output-format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
  private PredictionFormat format = PredictionFormat.PARQUET;

  @ArgGroup(exclusive = false)
  private Sampling sampling;

  @Mixin private ReadOptions read;

  /** Goes together: a seed alone means nothing. */
  private static final class Sampling {
    @Option(
        names = "--monte-carlo",
        paramLabel = "K",
        required = true,
        description =
            "averages K passes, at least 2, with dropout and the like at work, and adds their"
                + " standard deviation: probability_stddev, or prediction_stddev for values")
    private int passes;

    @Option(
        names = "--seed",
        paramLabel = "N",
        description = "decides what is drawn in these passes; default: ${DEFAULT-VALUE}",
        defaultValue = "42")
    private long seed;
  }

  @Mixin private ConsoleOptions consoleOptions;

  @Override
  public Integer call() {
    ConsoleReport console = consoleOptions.open();
    Path folder = PathArgument.of("MODEL", model);
    Path target = PathArgument.of("--output", output);
    if (sampling != null && sampling.passes < 2) {
      throw new InvalidJobException(
          "Invalid --monte-carlo: found %d; allowed is a whole number of passes from 2 up, since the standard deviation over them takes two. Leave it out for a single pass without dropout."
              .formatted(sampling.passes));
    }
    try (Session session = Session.open("predict " + model, console)) {
      ModelBundle bundle = ModelBundle.load(folder, session.hadoop());
      DataOutput predictions = new DataOutput(target, "predictions", session.hadoop());
      Source source =
          DataLoader.open(session.access(), read.source(input, bundle.source()), bundle.encoding());
      Dataset<Row> predicted = predictor(session, bundle).predict(source, read.badRows());
      format.require(predicted.schema());
      Jobs.described(
          session.spark().sparkContext(),
          "predicting",
          () -> {
            predictions.write(
                predicted.write().format(format.toString()).options(format.options()));
            return predictions;
          });

      Dataset<Row> written =
          session
              .spark()
              .read()
              .schema(predicted.schema())
              .format(format.toString())
              .options(format.options())
              .load(output);
      long rows = Jobs.described(session.spark().sparkContext(), "counting", () -> written.count());
      Dataset<Row> empty = written.where(Predictor.PREDICTION + " is null");
      long without = Jobs.described(session.spark().sparkContext(), "counting", empty::count);
      console.result(
          Numbers.count(rows, "row") + " with predictions are in " + output,
          Map.of("rows", rows, "withoutPrediction", without, "output", output));
      if (without > 0) {
        console.warning(
            Numbers.count(without, "row") + " can't be used; the prediction is empty there.");
      }
      return 0;
    }
  }

  private Predictor predictor(Session session, ModelBundle bundle) {
    TrainedNetwork network = TrainedNetwork.of(bundle);
    Predictor predictor = new Predictor(session.context(), network, bundle.encoding());
    if (sampling == null) {
      return predictor;
    }
    if (!network.spec().isRandom()) {
      throw new InvalidJobException(
          "--monte-carlo runs a model's random layers (dropout, alpha_dropout, gaussian_noise, rrelu), and "
              + model
              + " has none: all passes would give the same. Leave --monte-carlo out, or train a"
              + " model with one of these layers.");
    }
    return predictor.sampling(sampling.passes, sampling.seed);
  }
}
