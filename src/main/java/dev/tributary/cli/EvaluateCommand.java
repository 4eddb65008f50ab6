package dev.tributary.cli;

import dev.tributary.data.DataLoader;
import dev.tributary.data.EncodedData;
import dev.tributary.data.Jobs;
import dev.tributary.data.Source;
import dev.tributary.data.TargetSpec;
import dev.tributary.data.UnusableDataException;
import dev.tributary.model.Evaluation;
import dev.tributary.model.ModelBundle;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.report.ConsoleReport;
import dev.tributary.report.EvaluationReport;
import dev.tributary.report.Numbers;
import dev.tributary.train.Evaluator;
import dev.tributary.train.TaskSlots;
import dev.tributary.train.TrainedNetwork;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code evaluate MODEL --data PATH}. */
@Command(
    name = "evaluate",
    description = {"Measures a saved model on labeled data.", ""},
    sortOptions = false)
final class EvaluateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "the model's folder, such as out/digits/model")
  private String model;

  @Option(
      names = "--data",
      paramLabel = "PATH",
      required = true,
      description = "labeled data, with the columns of the training data")
  private String data;

  @Mixin private ReadOptions read;

  @Mixin private ConsoleOptions consoleOptions;

  @Override
  public Integer call() {
    ConsoleReport console = consoleOptions.open();
    Path folder = PathArgument.of("MODEL", model);
    try (Session session = Session.open("evaluate " + model, console)) {
      ModelBundle bundle = ModelBundle.load(folder, session.hadoop());
      TrainedNetwork network = TrainedNetwork.of(bundle);
      NetworkSpec spec = network.spec();
      TargetSpec targets =
          new TargetSpec(
              bundle.encoding().targets(spec.loss().targets()), spec.outputs().orElseThrow());
      Source source =
          DataLoader.open(session.access(), read.source(data, bundle.source()), bundle.encoding());
      JavaSparkContext context = session.context();
      EncodedData encoded =
          DataLoader.encode(
              source, read.badRows(), bundle.encoding(), targets, TaskSlots.await(context, 1));
      if (encoded.shards().isEmpty()) {
        throw new UnusableDataException(
            "There is no usable row in " + data + ". Give data that has some.");
      }
      Evaluator evaluator = new Evaluator(context, spec, network.input(), targets.kind());
      Evaluation evaluation =
          Jobs.described(
              context.sc(),
              "evaluating",
              () -> evaluator.evaluate(network.weights(), network.statistics(), encoded.shards()));
      encoded
          .skippedRows()
          .forEach(
              (reason, count) ->
                  console.warning(Numbers.count(count, "row") + " skipped: " + reason));
      FeatureLines.of(encoded.featureCounts(), bundle.encoding())
          .forEach((what, columns) -> console.note(what + ": " + columns));
      console.evaluation(new EvaluationReport(data, evaluation, bundle.encoding().classes()));
      return 0;
    }
  }
}
