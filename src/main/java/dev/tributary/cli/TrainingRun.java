package dev.tributary.cli;

import dev.tributary.config.JobFile;
import dev.tributary.data.DataEncoding;
import dev.tributary.data.DataLoader;
import dev.tributary.data.EncodedData;
import dev.tributary.data.LoadedData;
import dev.tributary.model.Evaluation;
import dev.tributary.model.OutputDirectory;
import dev.tributary.nn.Network;
import dev.tributary.nn.diagnosis.Diagnosis;
import dev.tributary.nn.diagnosis.Finding;
import dev.tributary.nn.diagnosis.Findings;
import dev.tributary.report.ConsoleReport;
import dev.tributary.report.Numbers;
import dev.tributary.report.RunReport;
import dev.tributary.report.Summary;
import dev.tributary.train.Evaluator;
import dev.tributary.train.ReusedLayers;
import dev.tributary.train.TaskSlots;
import dev.tributary.train.TrainedNetwork;
import dev.tributary.train.Trainer;
import dev.tributary.train.TrainingJob;
import dev.tributary.train.TrainingOutcome;
import dev.tributary.train.TrainingOutcome.Ending;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/** From a job to its output: read, train, evaluate, save, tell. */
final class TrainingRun {
  private final JobFile file;
  private final TrainingJob job;
  private final ConsoleReport console;
  private final Interrupt interrupt;
  private final Stopwatch total = new Stopwatch();

  TrainingRun(JobFile file, TrainingJob job, ConsoleReport console, Interrupt interrupt) {
    this.file = file;
    this.job = job;
    this.console = console;
    this.interrupt = interrupt;
  }

  /** Runs it; gives the exit code. What fails leaves an earlier run's output as it was. */
  int run() {
    Path directory = PathArgument.of("output.dir", job.output());
    try (Session session = Session.open("train " + file.name(), console)) {
      OutputDirectory output = OutputDirectory.open(directory, session.hadoop());
      LiveMetrics metrics = new LiveMetrics(console, output);
      try {
        return run(session, output, metrics);
      } finally {
        metrics.close();
        output.removeIfUnused();
      }
    }
  }

  private int run(Session session, OutputDirectory output, LiveMetrics metrics) {
    JavaSparkContext context = session.context();
    int workers = workers(context);
    Stopwatch reading = new Stopwatch();
    console.note("Reading " + job.data().train() + " ...");
    LoadedData data =
        DataLoader.load(session.spark(), job.data(), job.targets(), workers, job.training().seed());
    Optional<EncodedData> test = loadTest(session, data.encoding(), workers);
    double readSeconds = reading.seconds();

    Network network = Descriptions.build(job.network(), data.encoding().width());
    console.header(
        Descriptions.network(network),
        Descriptions.data(job, data, test),
        Descriptions.plan(job, file.name(), workers));

    ReusedLayers reused = new StartingLayers(session, job, console).of(network, data, workers);
    interrupt.trainingStarts();
    Trainer trainer =
        new Trainer(
                context,
                job.training(),
                job.averaging(),
                network,
                job.targets().kind(),
                reused,
                workers,
                data.train(),
                data.validation())
            .diagnoseEvery(job.diagnoseEvery());
    TrainingOutcome outcome = trainer.run(metrics, interrupt::requested);
    if (outcome.rounds() == 0) {
      console.note("Interrupted before the first round. Nothing was written.");
      return Interrupt.EXIT_CODE;
    }
    tellWhyItEnded(outcome);

    TrainedNetwork trained =
        new TrainedNetwork(
            network.spec(),
            network.input(),
            outcome.model().weights(),
            outcome.model().statistics());
    Stopwatch testing = new Stopwatch();
    Optional<Evaluation> tested = test.map(each -> evaluate(context, trained, each));
    double testSeconds = tested.isPresent() ? testing.seconds() : 0;

    Optional<List<Finding>> findings =
        metrics
            .diagnosis()
            .map(last -> Findings.of(network, trainer.diagnoser().clipping(), Diagnosis.of(last)));
    findings.ifPresent(console::findings);
    TrainingRecord record = new TrainingRecord(job, data, test, outcome, tested, findings, workers);
    record.bundle(file, trained).save(new Path(output.path(), "model"), session.hadoop());
    metrics.save();
    Summary summary = record.summary(total.seconds(), readSeconds, testSeconds);
    output.writeFile("summary.json", summary.toJson().getBytes(StandardCharsets.UTF_8));
    console.finished(
        new RunReport(
            summary,
            record.evaluations(),
            job.output(),
            job.data().test().orElse(job.data().train()),
            System.getProperty("tributary.log", "")));
    return outcome.ending() == Ending.INTERRUPTED ? Interrupt.EXIT_CODE : 0;
  }

  private int workers(JavaSparkContext context) {
    int slots = TaskSlots.await(context, job.averaging().workers().orElse(Integer.MAX_VALUE));
    int workers = job.averaging().workers().orElse(slots);
    if (workers > slots) {
      console.warning(
          "%s share %s: rounds take several turns."
              .formatted(Numbers.count(workers, "worker"), Numbers.count(slots, "task slot")));
    }
    return workers;
  }

  private Optional<EncodedData> loadTest(Session session, DataEncoding encoding, int shards) {
    return job.data()
        .test()
        .map(
            path ->
                DataLoader.encode(
                    session.spark(), job.data().source(path), encoding, job.targets(), shards));
  }

  private Evaluation evaluate(JavaSparkContext context, TrainedNetwork trained, EncodedData data) {
    return new Evaluator(context, trained.spec(), trained.input(), job.targets().kind())
        .evaluate(trained.weights(), trained.statistics(), data.shards());
  }

  private void tellWhyItEnded(TrainingOutcome outcome) {
    if (outcome.bestEpoch().isEmpty()) {
      return;
    }
    String monitor = job.training().earlyStopping().orElseThrow().monitor().name();
    String why =
        outcome.ending() == Ending.STOPPED_EARLY
            ? "Stopped early: " + monitor + " no longer improves. "
            : "";
    console.note(
        "%sThe model of epoch %d is kept, the best by %s."
            .formatted(why, outcome.bestEpoch().getAsInt(), monitor));
  }
}
