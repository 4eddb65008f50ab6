package dev.tributary.cli;

import dev.tributary.optim.ClippingSummary;
import dev.tributary.report.page.PageRun;
import dev.tributary.report.page.RoundPoint;
import dev.tributary.report.page.RoundPoint.Gradient;
import dev.tributary.train.EpochResult;
import dev.tributary.train.FinishedRound;
import dev.tributary.train.Times;
import dev.tributary.train.TrainingListener;

/** Keeps for the report what training tells. */
final class RunJournal implements TrainingListener {
  private final PageRun run;
  private final LiveMetrics metrics;
  private int told;

  /**
   * @param metrics is told of each epoch before this; its lines so far are of the run, too
   */
  RunJournal(PageRun run, LiveMetrics metrics) {
    this.run = run;
    this.metrics = metrics;
    tellEpochs();
  }

  @Override
  public void epochStarted(int epoch, long examples) {}

  @Override
  public void roundFinished(FinishedRound round) {
    Times times = round.times();
    run.round(
        new RoundPoint(
            round.round(),
            round.epoch(),
            round.examples(),
            round.loss(),
            round.learningRate(),
            new RoundPoint.Seconds(
                Stopwatch.seconds(times.compute()),
                Stopwatch.seconds(times.broadcast()),
                Stopwatch.seconds(times.waiting()),
                Stopwatch.seconds(times.sum())),
            round.clipping().map(RunJournal::gradient).orElse(Gradient.UNKNOWN),
            round.shares().stream()
                .map(
                    share ->
                        new RoundPoint.Worker(
                            share.worker(), share.examples(), Stopwatch.seconds(share.compute())))
                .toList()));
  }

  private static Gradient gradient(ClippingSummary clipping) {
    return Gradient.of(clipping.share(), clipping.meanNorm(), clipping.largestNorm());
  }

  @Override
  public void epochFinished(EpochResult result) {
    tellEpochs();
  }

  private void tellEpochs() {
    String lines = metrics.lines();
    run.epochs(lines.substring(told));
    told = lines.length();
  }
}
