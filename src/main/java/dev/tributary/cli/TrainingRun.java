package dev.tributary.cli;

import dev.tributary.config.JobFile;
import dev.tributary.data.DataEncoding;
import dev.tributary.data.DataLoader;
import dev.tributary.data.EncodedData;
import dev.tributary.data.LoadedData;
import dev.tributary.model.Evaluation;
import dev.tributary.model.ModelBundle;
import dev.tributary.model.OutputDirectory;
import dev.tributary.model.Provenance;
import dev.tributary.model.SourceFormat;
import dev.tributary.nn.Network;
import dev.tributary.report.ConsoleReport;
import dev.tributary.report.DataSummary;
import dev.tributary.report.EpochReport;
import dev.tributary.report.EvaluationReport;
import dev.tributary.report.MetricsLog;
import dev.tributary.report.RunReport;
import dev.tributary.report.Summary;
import dev.tributary.train.EpochResult;
import dev.tributary.train.Evaluator;
import dev.tributary.train.TaskSlots;
import dev.tributary.train.TrainedNetwork;
import dev.tributary.train.Trainer;
import dev.tributary.train.TrainingJob;
import dev.tributary.train.TrainingListener;
import dev.tributary.train.TrainingOutcome;
import dev.tributary.train.TrainingOutcome.Ending;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** From a job to its output: read, train, evaluate, save, tell. */
final class TrainingRun {
  private final JobFile file;
  private final TrainingJob job;
  private final ConsoleReport console;
  private final Interrupt interrupt;
  private final Stopwatch total = new Stopwatch();
  private final StringBuilder metrics = new StringBuilder();

  TrainingRun(JobFile file, TrainingJob job, ConsoleReport console, Interrupt interrupt) {
    this.file = file;
    this.job = job;
    this.console = console;
    this.interrupt = interrupt;
  }

  /** Runs it; gives the exit code. */
  int run() {
    try (SparkSession spark = Sessions.open("train " + file.name())) {
      return run(spark);
    }
  }

  private int run(SparkSession spark) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Configuration hadoop = context.hadoopConfiguration();
    OutputDirectory output = OutputDirectory.open(new Path(job.output()), hadoop);
    int wanted = job.averaging().workers().orElse(Integer.MAX_VALUE);
    int slots = TaskSlots.await(context, wanted);
    int workers = job.averaging().workers().orElse(slots);
    if (workers > slots) {
      console.warning(
          "%d workers share %d task slots: rounds take several turns.".formatted(workers, slots));
    }

    Stopwatch reading = new Stopwatch();
    LoadedData data =
        DataLoader.load(spark, job.data(), job.targets(), workers, job.training().seed());
    Optional<EncodedData> test = loadTest(spark, data.encoding(), workers);
    double readSeconds = reading.seconds();

    Network network = Descriptions.build(job.network(), data.encoding().width());
    console.header(
        Descriptions.network(network),
        summarize(data, test),
        Descriptions.plan(job, file.name(), workers));

    interrupt.trainingStarts();
    Trainer trainer =
        new Trainer(
            context,
            job.training(),
            job.averaging(),
            network,
            workers,
            data.train(),
            data.validation());
    TrainingOutcome outcome = trainer.run(listener(output), interrupt::requested);
    tellWhyItEnded(outcome);

    TrainedNetwork trained =
        new TrainedNetwork(
            network.spec(),
            network.input(),
            outcome.model().weights(),
            outcome.model().statistics());
    Stopwatch testing = new Stopwatch();
    Optional<Evaluation> tested =
        test.map(
            encoded ->
                new Evaluator(context, trained.spec(), trained.input())
                    .evaluate(trained.weights(), trained.statistics(), encoded.shards()));
    double testSeconds = tested.isPresent() ? testing.seconds() : 0;

    Map<String, Long> skipped = skipped(data, test);
    Path model = new Path(output.path(), "model");
    bundle(trained, data, test, outcome, tested, workers).save(model, hadoop);
    Summary summary = summary(network, workers, outcome, tested, readSeconds, testSeconds, skipped);
    output.writeFile("metrics.jsonl", metrics.toString().getBytes(StandardCharsets.UTF_8));
    output.writeFile("summary.json", summary.toJson().getBytes(StandardCharsets.UTF_8));
    console.finished(
        new RunReport(
            summary,
            evaluations(outcome, tested, data.encoding()),
            job.output(),
            job.data().test().orElse(job.data().train()),
            System.getProperty("tributary.log", "")));
    return outcome.ending() == Ending.INTERRUPTED ? Interrupt.EXIT_CODE : 0;
  }

  private Optional<EncodedData> loadTest(SparkSession spark, DataEncoding encoding, int shards) {
    return job.data()
        .test()
        .map(
            path ->
                DataLoader.encode(spark, job.data().source(path), encoding, job.targets(), shards));
  }

  private DataSummary summarize(LoadedData data, Optional<EncodedData> test) {
    List<DataSummary.Part> parts = new ArrayList<>();
    parts.add(new DataSummary.Part("train", data.train().totalRows(), job.data().train()));
    if (!data.validation().isEmpty()) {
      parts.add(
          new DataSummary.Part(
              DataSummary.VALIDATION,
              data.validation().totalRows(),
              Descriptions.validationOrigin(job.data())));
    }
    test.ifPresent(
        encoded ->
            parts.add(
                new DataSummary.Part(
                    "test", encoded.shards().totalRows(), job.data().test().orElseThrow())));
    return new DataSummary(
        parts,
        data.encoding().width(),
        Descriptions.classes(job, data.encoding()),
        job.targets().units(),
        Descriptions.scaling(job.data().scaling()),
        skipped(data, test));
  }

  private TrainingListener listener(OutputDirectory output) {
    return new TrainingListener() {
      private Stopwatch watch = new Stopwatch();

      @Override
      public void epochStarted(int epoch, long examples) {
        watch = new Stopwatch();
        console.epochStarted(epoch, examples);
      }

      @Override
      public void roundFinished(int epoch, long examples, double loss) {
        console.progress(examples, loss);
      }

      @Override
      public void epochFinished(EpochResult result) {
        EpochReport report =
            new EpochReport(
                result.epoch(),
                result.rounds(),
                result.examples(),
                result.loss(),
                result.validation().map(Evaluation::values).orElse(Map.of()),
                result.learningRate(),
                watch.seconds(),
                Stopwatch.seconds(result.times().compute()),
                Stopwatch.seconds(result.times().rounds() - result.times().compute()));
        console.epochFinished(report);
        metrics.append(MetricsLog.line(report));
        output.writeFile("metrics.jsonl", metrics.toString().getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  private void tellWhyItEnded(TrainingOutcome outcome) {
    if (outcome.bestEpoch().isPresent()) {
      String monitor = job.training().earlyStopping().orElseThrow().monitor();
      console.note(
          (outcome.ending() == Ending.STOPPED_EARLY
                  ? "Stopped early: " + monitor + " no longer improves. "
                  : "")
              + "The model of epoch "
              + outcome.bestEpoch().getAsInt()
              + " is kept, the best by "
              + monitor
              + ".");
    }
  }

  private ModelBundle bundle(
      TrainedNetwork trained,
      LoadedData data,
      Optional<EncodedData> test,
      TrainingOutcome outcome,
      Optional<Evaluation> tested,
      int workers) {
    Map<String, Long> rows = new LinkedHashMap<>();
    rows.put("train", data.train().totalRows());
    rows.put("validation", data.validation().totalRows());
    test.ifPresent(encoded -> rows.put("test", encoded.shards().totalRows()));
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("train.loss", outcome.loss());
    outcome
        .validation()
        .ifPresent(each -> each.values().forEach((k, v) -> figures.put("validation." + k, v)));
    tested.ifPresent(each -> each.values().forEach((k, v) -> figures.put("test." + k, v)));
    return new ModelBundle(
        trained.description(),
        trained.tensors(),
        data.encoding(),
        new SourceFormat(job.data().format(), job.data().options()),
        new Provenance(
            file.config().root().unwrapped(),
            job.data().train(),
            rows,
            Versions.all(),
            job.training().seed(),
            workers,
            outcome.epochs(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            figures));
  }

  private Summary summary(
      Network network,
      int workers,
      TrainingOutcome outcome,
      Optional<Evaluation> tested,
      double readSeconds,
      double testSeconds,
      Map<String, Long> skipped) {
    double rounds = Stopwatch.seconds(outcome.times().rounds());
    double compute = Stopwatch.seconds(outcome.times().compute());
    return new Summary(
        outcome.ending() == Ending.INTERRUPTED
            ? Summary.Status.INTERRUPTED
            : Summary.Status.FINISHED,
        (long) network.parameters().size() + network.statistics().size(),
        workers,
        outcome.epochs(),
        outcome.rounds(),
        outcome.examples(),
        Map.of("loss", outcome.loss()),
        outcome.validation().map(Evaluation::values).orElse(Map.of()),
        tested.map(Evaluation::values).orElse(Map.of()),
        new Summary.Seconds(
            total.seconds(),
            readSeconds,
            rounds,
            compute,
            rounds - compute,
            Stopwatch.seconds(outcome.times().evaluate()) + testSeconds,
            0),
        skipped,
        job.output() + "/model");
  }

  private static List<EvaluationReport> evaluations(
      TrainingOutcome outcome, Optional<Evaluation> tested, DataEncoding encoding) {
    List<EvaluationReport> reports = new ArrayList<>();
    outcome
        .validation()
        .ifPresent(
            each -> reports.add(new EvaluationReport("validation", each, encoding.classes())));
    tested.ifPresent(each -> reports.add(new EvaluationReport("test", each, encoding.classes())));
    return reports;
  }

  private static Map<String, Long> skipped(LoadedData data, Optional<EncodedData> test) {
    Map<String, Long> skipped = new LinkedHashMap<>(data.skippedRows());
    test.ifPresent(
        encoded -> encoded.skippedRows().forEach((k, v) -> skipped.merge(k, v, Long::sum)));
    return skipped;
  }
}
