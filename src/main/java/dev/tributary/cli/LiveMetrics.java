package dev.tributary.cli;

import dev.tributary.model.Evaluation;
import dev.tributary.model.OutputDirectory;
import dev.tributary.nn.diagnosis.Measurement;
import dev.tributary.optim.ClippingSummary;
import dev.tributary.optim.Rollback;
import dev.tributary.report.ConsoleReport;
import dev.tributary.report.EpochReport;
import dev.tributary.report.MetricsLog;
import dev.tributary.report.Numbers;
import dev.tributary.train.EpochResult;
import dev.tributary.train.FinishedRound;
import dev.tributary.train.TrainingListener;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows how training goes, and keeps a line for each epoch.
 *
 * <p>While the run lasts, they can be followed in a file of their own: {@code metrics.jsonl}
 * belongs to the model beside it, which may be an earlier run's.
 */
final class LiveMetrics implements TrainingListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LiveMetrics.class);

  private static final String RUNNING = "metrics.running.jsonl";
  private static final String FINISHED = "metrics.jsonl";

  private final ConsoleReport console;
  private final OutputDirectory output;
  private final StringBuilder lines;
  private Stopwatch watch = new Stopwatch();
  private Optional<Measurement> diagnosis;

  /**
   * @param before the lines of the epochs before
   * @param diagnosed the last diagnosis of them
   */
  LiveMetrics(
      ConsoleReport console,
      OutputDirectory output,
      String before,
      Optional<Measurement> diagnosed) {
    this.lines = new StringBuilder(before);
    this.diagnosis = diagnosed;
    this.console = console;
    this.output = output;
  }

  @Override
  public void epochStarted(int epoch, long examples) {
    LOG.info("Epoch {} starts", epoch);
    watch = new Stopwatch();
    console.epochStarted(epoch, examples);
  }

  @Override
  public void roundFinished(FinishedRound round) {
    console.progress(round.round(), round.epochExamples(), round.epochLoss());
  }

  @Override
  public void wentBack(Rollback rollback, int left) {
    String from =
        rollback.undone() == 0
            ? "before that round"
            : "the beginning of the epoch, %s back"
                .formatted(Numbers.count(rollback.undone() + 1, "round"));
    console.warning(
        "Round %d diverged: %s. Going on from %s, at %s times the job's learning rate; this may happen %s."
            .formatted(
                rollback.round(),
                rollback.reason(),
                from,
                (float) rollback.rateScale(),
                left == 0 ? "no more" : Numbers.count(left, "more time")));
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
            result.clipping().map(ClippingSummary::values).orElse(Map.of()),
            result.learningRate(),
            watch.seconds(),
            TrainingRecord.roundSeconds(result.times()),
            result.workers(),
            result.rollbacks(),
            result.diagnosis());
    diagnosis = result.diagnosis().or(() -> diagnosis);
    console.epochFinished(report);
    lines.append(MetricsLog.line(report));
    output.writeFile(RUNNING, bytes());
  }

  /** The lines so far. */
  String lines() {
    return lines.toString();
  }

  /** The last diagnosis of the run, if there was any. */
  Optional<Measurement> diagnosis() {
    return diagnosis;
  }

  /** Puts the lines beside the model that they belong to. */
  void save() {
    output.writeFile(FINISHED, bytes());
  }

  /** Leaves nothing of the run while it lasted, however it ended. */
  @Override
  public void close() {
    output.removeFile(RUNNING);
  }

  private byte[] bytes() {
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }
}
