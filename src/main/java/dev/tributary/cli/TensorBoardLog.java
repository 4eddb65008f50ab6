package dev.tributary.cli;

import dev.tributary.config.JobFile;
import dev.tributary.model.Evaluation;
import dev.tributary.model.OutputDirectory;
import dev.tributary.nn.GradientEngine;
import dev.tributary.nn.ParameterLayout;
import dev.tributary.nn.ParameterLayout.Slice;
import dev.tributary.nn.diagnosis.LayerFigures;
import dev.tributary.optim.ClippingSummary;
import dev.tributary.optim.Rollback;
import dev.tributary.report.NetworkTable;
import dev.tributary.report.RoundSeconds;
import dev.tributary.report.tensorboard.EventLog;
import dev.tributary.report.tensorboard.Markdown;
import dev.tributary.report.tensorboard.Values;
import dev.tributary.train.EpochResult;
import dev.tributary.train.FinishedRound;
import dev.tributary.train.TrainingListener;
import java.util.List;
import java.util.Locale;

/**
 * Writes how training goes into TensorBoard's event files, in {@value #FOLDER} beside the model:
 * the runs {@code train}, {@code validation} and {@code test}, whose steps are epochs, and {@code
 * rounds}, whose steps are rounds.
 *
 * <p>Nothing is touched before the first round ends. From then on there is a file of each run after
 * 10 seconds, later after each fiftieth of the time that has passed, and whenever the run's state
 * is kept: so they stay few, and a run that goes on from a checkpoint finds all that came before
 * it.
 */
final class TensorBoardLog implements TrainingListener, AutoCloseable {
  static final String FOLDER = "tensorboard";

  private static final double SHORTEST_INTERVAL = 10;
  private static final double SHARE_OF_RUN = 0.02;

  private final JobFile file;
  private final GradientEngine network;
  private final OutputDirectory output;
  private final int epochsBefore;
  private final long roundsBefore;
  private final Stopwatch running = new Stopwatch();
  private double flushed;
  private Logs logs;

  /** The event files of the runs. */
  private record Logs(EventLog train, EventLog validation, EventLog test, EventLog rounds) {
    static Logs in(OutputDirectory folder) {
      return new Logs(
          new EventLog(folder, "train"),
          new EventLog(folder, "validation"),
          new EventLog(folder, "test"),
          new EventLog(folder, "rounds"));
    }

    List<EventLog> all() {
      return List.of(train, validation, test, rounds);
    }
  }

  /**
   * @param epochsBefore epochs that the run has had already, where it goes on
   * @param roundsBefore rounds likewise
   */
  TensorBoardLog(
      JobFile file,
      GradientEngine network,
      OutputDirectory output,
      int epochsBefore,
      long roundsBefore) {
    this.file = file;
    this.network = network;
    this.output = output;
    this.epochsBefore = epochsBefore;
    this.roundsBefore = roundsBefore;
  }

  @Override
  public void epochStarted(int epoch, long examples) {}

  @Override
  public void roundFinished(FinishedRound round) {
    begin();
    double seconds = Stopwatch.seconds(round.times().rounds());
    Values values =
        new Values()
            .scalar("round/loss", round.loss())
            .scalar("round/learning_rate", round.learningRate())
            .scalar("round/examples_per_second", round.examples() / seconds)
            .scalar("round/workers", round.shares().size());
    addSeconds("round_seconds/", TrainingRecord.roundSeconds(round.times()), values);
    round.clipping().ifPresent(clipping -> addGradient("round_gradient/", clipping, values));
    logs.rounds.add(round.round(), values);
    flushIfDue();
  }

  @Override
  public void wentBack(Rollback rollback, int left) {
    if (logs != null) {
      logs.rounds.goBack(rollback.round() - rollback.undone());
    }
  }

  @Override
  public void epochFinished(EpochResult result) {
    begin();
    Values values =
        new Values()
            .scalar("epoch/loss", result.loss())
            .scalar("epoch/learning_rate", result.learningRate())
            .scalar(
                "epoch/examples_per_second",
                result.examples() / Stopwatch.seconds(result.times().rounds()))
            .scalar("epoch/rounds", (double) result.rounds())
            .scalar("epoch/workers", result.workers())
            .scalar("epoch_seconds/evaluate", Stopwatch.seconds(result.times().evaluate()));
    addSeconds("epoch_seconds/", TrainingRecord.roundSeconds(result.times()), values);
    result.clipping().ifPresent(clipping -> addGradient("epoch_gradient/", clipping, values));
    addTensors(network.parameters(), result.model().weights(), values);
    addTensors(network.statistics(), result.model().statistics(), values);
    result.diagnosis().ifPresent(each -> addDiagnosis(each.layers(), values));
    logs.train.add(result.epoch(), values);
    result.validation().ifPresent(each -> logs.validation.add(result.epoch(), metrics(each)));
    flushIfDue();
  }

  /** Adds the result on the test data of the model that an epoch left. */
  void tested(int epoch, Evaluation evaluation) {
    if (logs != null) {
      logs.test.add(epoch, metrics(evaluation));
    }
  }

  /** Puts all that is known into files. */
  void flush() {
    if (logs != null) {
      logs.all().forEach(EventLog::flush);
      flushed = running.seconds();
    }
  }

  /** However the run ended, its curves tell how it came to that. */
  @Override
  public void close() {
    flush();
  }

  private void begin() {
    if (logs != null) {
      return;
    }
    logs = Logs.in(output.directory(FOLDER));
    boolean anew = epochsBefore == 0 && roundsBefore == 0;
    logs.rounds.goBack(anew ? 0 : roundsBefore + 1);
    logs.test.goBack(0);
    for (EventLog log : List.of(logs.train, logs.validation)) {
      log.goBack(anew ? 0 : epochsBefore + 1);
    }
    if (anew) {
      NetworkTable table = Descriptions.network(network);
      logs.train.add(
          0,
          new Values()
              .text("job/file", Markdown.code(SavedJob.text(file)))
              .text("job/network", Markdown.table(table)));
    }
  }

  private void flushIfDue() {
    double now = running.seconds();
    if (now - flushed >= Math.max(SHORTEST_INTERVAL, SHARE_OF_RUN * now)) {
      flush();
    }
  }

  private static void addSeconds(String group, RoundSeconds seconds, Values values) {
    values
        .scalar(group + "compute", seconds.compute())
        .scalar(group + "broadcast", seconds.broadcast())
        .scalar(group + "wait", seconds.waiting())
        .scalar(group + "sum", seconds.sum());
  }

  private static void addGradient(String group, ClippingSummary clipping, Values values) {
    values
        .scalar(group + "clipped_share", clipping.share())
        .scalar(group + "mean_norm", clipping.meanNorm())
        .scalar(group + "largest_norm", clipping.largestNorm());
  }

  private static void addTensors(ParameterLayout layout, float[] vector, Values values) {
    for (Slice slice : layout.slices()) {
      int end = slice.offset() + slice.length();
      values.histogram(slice.name(), vector, slice.offset(), end);
    }
  }

  private static void addDiagnosis(List<LayerFigures> layers, Values values) {
    for (LayerFigures layer : layers) {
      layer
          .figures()
          .forEach(
              (figure, value) ->
                  values.scalar(
                      "diagnosis/%s/%s"
                          .formatted(figure.name().toLowerCase(Locale.ROOT), layer.layer()),
                      value));
    }
  }

  private static Values metrics(Evaluation evaluation) {
    Values values = new Values();
    evaluation.values().forEach((name, value) -> values.scalar("epoch/" + name, value));
    return values;
  }
}
