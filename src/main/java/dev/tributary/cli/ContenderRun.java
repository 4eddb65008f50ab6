package dev.tributary.cli;

import dev.tributary.model.Evaluation;
import dev.tributary.model.OutputDirectory;
import dev.tributary.nn.diagnosis.Diagnosis;
import dev.tributary.nn.diagnosis.Finding;
import dev.tributary.nn.diagnosis.Findings;
import dev.tributary.nn.diagnosis.Measurement;
import dev.tributary.report.ComparedJob;
import dev.tributary.report.Comparison;
import dev.tributary.report.ConsoleReport;
import dev.tributary.report.Summary;
import dev.tributary.report.page.PageRun;
import dev.tributary.train.Diagnoser;
import dev.tributary.train.EpochResult;
import dev.tributary.train.FinishedRound;
import dev.tributary.train.MonitoredMetric;
import dev.tributary.train.TrainingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a job of a comparison as {@code train} would, watching when it reaches the target, and
 * diagnoses it before and after.
 */
final class ContenderRun implements TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger(ContenderRun.class);

  private final Contender contender;
  private final Optional<Comparison.Target> target;
  private final ConsoleReport console;

  private int epoch;
  private long examplesBefore;
  private OptionalInt reached = OptionalInt.empty();
  private List<Finding> findings = List.of();
  private int exitCode;
  private Optional<PageRun> page = Optional.empty();

  ContenderRun(Contender contender, Optional<Comparison.Target> target, ConsoleReport console) {
    this.contender = contender;
    this.target = target;
    this.console = console;
  }

  /** Trains it; a failure is a result, too. */
  ComparedJob run(Session session, Interrupt interrupt) {
    ComparedJob.Result result;
    try {
      result = trained(session, interrupt);
    } catch (RuntimeException failed) {
      if (Failures.shuttingDown()) {
        throw failed;
      }
      LOG.info("{} failed", contender.file().name(), failed);
      result = failed(Failures.of(failed));
    }
    return new ComparedJob(contender.name(), result, findings);
  }

  /** What kept it from being compared; 0 if nothing did: to diverge is a result. */
  int exitCode() {
    return exitCode;
  }

  /** What the report shows of it; nothing unless it came to its training. */
  Optional<PageRun> page() {
    return page;
  }

  private ComparedJob.Result trained(Session session, Interrupt interrupt) {
    Stopwatch total = new Stopwatch();
    try (OutputDirectory output = OutputDirectory.open(contender.output(), session.hadoop());
        RunCheckpoints checkpoints =
            RunCheckpoints.open(
                contender.file(),
                contender.job(),
                RunCheckpoints.Mode.IGNORE,
                output,
                session,
                console,
                total);
        TrainingRun run =
            TrainingRun.prepare(
                session,
                contender.file(),
                contender.job(),
                output,
                checkpoints,
                ConsoleReport.silent())) {
      page = Optional.of(run.page());
      Diagnoser diagnoser = run.trainer().diagnoser();
      Diagnosis before = diagnoser.run(0);
      findings = Findings.of(run.network(), diagnoser.clipping(), before);
      Optional<TrainingRun.Result> result = run.train(interrupt, this);
      if (result.isEmpty()) {
        return new ComparedJob.NotTrained();
      }
      List<Measurement> both = new ArrayList<>(before.measurements());
      both.add(run.trainer().measure(result.get().outcome()));
      findings = Findings.of(run.network(), diagnoser.clipping(), new Diagnosis(both, 0));
      return result(result.get());
    }
  }

  private ComparedJob.Result result(TrainingRun.Result result) {
    Summary summary = result.summary();
    String data = "train";
    Map<String, Double> metrics = summary.train();
    if (result.tested().isPresent()) {
      data = "test";
      metrics = summary.test();
    } else if (result.outcome().validation().isPresent()) {
      data = "validation";
      metrics = result.outcome().validation().map(Evaluation::values).orElseThrow();
    }
    return new ComparedJob.Trained(
        summary.status(),
        data,
        metrics,
        reached,
        summary.epochs(),
        summary.seconds().rounds().total());
  }

  private ComparedJob.Result failed(Failures.Failure failure) {
    if (failure.code() == Failures.DIVERGED) {
      return new ComparedJob.Diverged(
          epoch == 0 ? "in pretraining" : "in epoch " + epoch, failure.message());
    }
    exitCode = failure.code();
    String why =
        switch (failure.code()) {
          case Failures.INVALID -> "invalid job";
          case Failures.UNUSABLE_DATA -> "unusable data";
          case Failures.STORAGE -> "storage failed";
          default -> "failed";
        };
    return new ComparedJob.Failed(why, failure.message());
  }

  @Override
  public void epochStarted(int started, long examples) {
    epoch = started;
    examplesBefore = (started - 1) * examples;
    if (started == 1) {
      console.jobTrains(examples * contender.job().training().epochs());
    }
  }

  @Override
  public void roundFinished(FinishedRound round) {
    console.progress(round.round(), examplesBefore + round.epochExamples(), round.epochLoss());
  }

  @Override
  public void epochFinished(EpochResult result) {
    if (reached.isEmpty()
        && target.isPresent()
        && new MonitoredMetric(target.get().metric()).reaches(target.get().value(), result)) {
      reached = OptionalInt.of(result.epoch());
    }
  }
}
