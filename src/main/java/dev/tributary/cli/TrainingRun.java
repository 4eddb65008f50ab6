package dev.tributary.cli;

import dev.tributary.config.JobFile;
import dev.tributary.data.Jobs;
import dev.tributary.model.Evaluation;
import dev.tributary.model.OutputDirectory;
import dev.tributary.nn.GradientEngine;
import dev.tributary.nn.diagnosis.Diagnosis;
import dev.tributary.nn.diagnosis.Finding;
import dev.tributary.nn.diagnosis.Findings;
import dev.tributary.report.ConsoleReport;
import dev.tributary.report.Numbers;
import dev.tributary.report.RunReport;
import dev.tributary.report.Summary;
import dev.tributary.report.page.Page;
import dev.tributary.report.page.PageHeader;
import dev.tributary.report.page.PageRun;
import dev.tributary.train.Checkpointing;
import dev.tributary.train.Evaluator;
import dev.tributary.train.TaskSlots;
import dev.tributary.train.TrainedNetwork;
import dev.tributary.train.Trainer;
import dev.tributary.train.TrainingJob;
import dev.tributary.train.TrainingListener;
import dev.tributary.train.TrainingMetrics;
import dev.tributary.train.TrainingOutcome;
import dev.tributary.train.TrainingOutcome.Ending;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * From a job to its output: read, train, evaluate, save, tell. What fails leaves an earlier run's
 * output as it was. Closing it lets go of the data.
 */
final class TrainingRun implements AutoCloseable {
  private final JobFile file;
  private final LoadedJob loaded;
  private final Trainer trainer;
  private final OutputDirectory output;
  private final RunCheckpoints checkpoints;
  private final ConsoleReport console;
  private final PageRun page;

  /**
   * What came of a run.
   *
   * @param outcome where training ended
   * @param tested the result on the test data, if there are any
   * @param summary the figures that were written
   */
  record Result(TrainingOutcome outcome, Optional<Evaluation> tested, Summary summary) {}

  private TrainingRun(
      JobFile file,
      LoadedJob loaded,
      Trainer trainer,
      OutputDirectory output,
      RunCheckpoints checkpoints,
      PageHeader header,
      ConsoleReport console) {
    this.file = file;
    this.loaded = loaded;
    this.trainer = trainer;
    this.output = output;
    this.checkpoints = checkpoints;
    this.console = console;
    this.page = new PageRun(header);
  }

  /**
   * Reads the data and makes the network that training starts with.
   *
   * @param checkpoints where it goes on
   */
  static TrainingRun prepare(
      Session session,
      JobFile file,
      TrainingJob job,
      OutputDirectory output,
      RunCheckpoints checkpoints,
      ConsoleReport console) {
    OpenedJob opened = OpenedJob.of(session, job);
    int workers = workers(session, job, checkpoints, console);
    LoadedJob loaded = LoadedJob.toTrain(opened, workers, console);
    try {
      PageHeader header = PageHeaders.of(file, opened, loaded);
      console.header(header.network(), header.data(), header.plan());
      checkpoints.requireSame(loaded.data());
      checkpoints.tell(console);
      Trainer trainer =
          checkpoints.resumes() ? loaded.resumedTrainer(console) : loaded.trainer(console);
      return new TrainingRun(file, loaded, trainer, output, checkpoints, header, console);
    } catch (RuntimeException failed) {
      loaded.close();
      throw failed;
    }
  }

  /** A run that goes on has as many workers as before: the result depends on it. */
  private static int workers(
      Session session, TrainingJob job, RunCheckpoints checkpoints, ConsoleReport console) {
    OptionalInt wanted = checkpoints.resumes() ? checkpoints.workers() : job.averaging().workers();
    int slots = TaskSlots.await(session.context(), wanted.orElse(Integer.MAX_VALUE));
    int workers = wanted.orElse(slots);
    if (workers > slots) {
      console.warning(
          "%s share %s: rounds take several turns."
              .formatted(Numbers.count(workers, "worker"), Numbers.count(slots, "task slot")));
    }
    return workers;
  }

  /** What is trained, where it starts. */
  GradientEngine network() {
    return loaded.network();
  }

  /** What trains it. */
  Trainer trainer() {
    return trainer;
  }

  /** What the report shows of it. */
  PageRun page() {
    return page;
  }

  /**
   * Trains, and writes what came of it; nothing if it was interrupted before the first round.
   *
   * @param listener is told how it goes, besides the console
   */
  Optional<Result> train(Interrupt interrupt, TrainingListener listener) {
    interrupt.trainingStarts();
    try (LiveMetrics metrics =
            new LiveMetrics(console, output, checkpoints.metrics(), checkpoints.diagnosis());
        TensorBoardLog board = checkpoints.board(file, loaded.network());
        TrainingMetrics spark = TrainingMetrics.register()) {
      Checkpointing checkpointing = checkpoints.during(loaded, metrics, board::flush);
      List<TrainingListener> all =
          new ArrayList<>(List.of(metrics, spark, new RunJournal(page, metrics), listener));
      if (loaded.job().report().tensorBoard()) {
        all.add(board);
      }
      TrainingListener listeners = TrainingListener.all(all);
      TrainingOutcome outcome = trainer.run(listeners, interrupt::requested, checkpointing);
      if (outcome.rounds() == 0) {
        console.result("Interrupted before the first round. Nothing was written.", Map.of());
        return Optional.empty();
      }
      tellWhyItEnded(outcome);
      return Optional.of(finish(outcome, metrics, board));
    }
  }

  private Result finish(TrainingOutcome outcome, LiveMetrics metrics, TensorBoardLog board) {
    GradientEngine network = loaded.network();
    TrainedNetwork trained =
        new TrainedNetwork(
            network.spec(),
            network.input(),
            outcome.model().weights(),
            outcome.model().statistics());
    Stopwatch testing = new Stopwatch();
    Optional<Evaluation> tested = test(trained);
    double testSeconds = tested.isPresent() ? testing.seconds() : 0;
    tested.ifPresent(each -> board.tested(outcome.bestEpoch().orElse(outcome.epochs()), each));

    Optional<List<Finding>> findings =
        metrics
            .diagnosis()
            .map(last -> Findings.of(network, trainer.diagnoser().clipping(), Diagnosis.of(last)));
    findings.ifPresent(console::findings);
    TrainingRecord record = new TrainingRecord(loaded, outcome, tested, findings);
    board.flush();
    checkpoints.outputChanges();
    record.bundle(file, trained).save(output, "model");
    metrics.save();
    Summary summary =
        record.summary(checkpoints.seconds(), testSeconds, checkpoints.waitedSeconds());
    output.writeFile("summary.json", summary.toJson().getBytes(StandardCharsets.UTF_8));
    page.finished(summary, record.evaluations());
    output.writeFile("report.html", Page.of(page).html());
    if (outcome.ending() != Ending.INTERRUPTED) {
      checkpoints.outputIsComplete();
    }
    TrainingJob job = loaded.job();
    console.finished(
        new RunReport(
            summary,
            record.averaging(TaskSlots.await(loaded.session().context(), 1)),
            record.evaluations(),
            job.output(),
            job.data().test().orElse(job.data().train()),
            System.getProperty(LogFile.PROPERTY, "")));
    return new Result(outcome, tested, summary);
  }

  private Optional<Evaluation> test(TrainedNetwork trained) {
    Evaluator evaluator =
        new Evaluator(
            loaded.session().context(),
            trained.spec(),
            trained.input(),
            loaded.job().targets().kind());
    return loaded
        .test()
        .map(
            rows ->
                Jobs.described(
                    loaded.session().context().sc(),
                    "evaluating test",
                    () ->
                        evaluator.evaluate(
                            trained.weights(), trained.statistics(), rows.shards())));
  }

  private void tellWhyItEnded(TrainingOutcome outcome) {
    if (outcome.bestEpoch().isEmpty()) {
      return;
    }
    String monitor = loaded.job().training().earlyStopping().orElseThrow().monitor().name();
    String why =
        outcome.ending() == Ending.STOPPED_EARLY
            ? "Stopped early: " + monitor + " no longer improves. "
            : "";
    console.note(
        "%sThe model of epoch %d is kept, the best by %s."
            .formatted(why, outcome.bestEpoch().getAsInt(), monitor));
  }

  @Override
  public void close() {
    loaded.close();
  }
}
