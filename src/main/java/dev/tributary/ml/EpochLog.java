package dev.tributary.ml;

import dev.tributary.model.Evaluation;
import dev.tributary.optim.Rollback;
import dev.tributary.train.EpochResult;
import dev.tributary.train.FinishedRound;
import dev.tributary.train.TrainingListener;
import dev.tributary.train.TrainingOutcome;
import dev.tributary.train.TrainingOutcome.Ending;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what each epoch brought, and writes a line of it to the log. */
final class EpochLog implements TrainingListener {
  private static final Logger LOG = LoggerFactory.getLogger(EpochLog.class);
  private static final double NANOS = 1e9;

  private final int planned;
  private final List<EpochSummary> epochs = new ArrayList<>();

  EpochLog(int planned) {
    this.planned = planned;
  }

  @Override
  public void epochStarted(int epoch, long examples) {}

  @Override
  public void roundFinished(FinishedRound round) {}

  @Override
  public void wentBack(Rollback rollback, int left) {
    LOG.warn(
        "Round {} diverged: {}. Going on at {} times the learning rate; this may happen {} more"
            + " times.",
        rollback.round(),
        rollback.reason(),
        rollback.rateScale(),
        left);
  }

  @Override
  public void epochFinished(EpochResult result) {
    Map<String, Double> validation = result.validation().map(Evaluation::values).orElse(Map.of());
    double seconds = result.times().rounds() / NANOS;
    epochs.add(
        new EpochSummary(
            result.epoch(),
            result.loss(),
            validation,
            result.learningRate(),
            result.examples(),
            seconds));
    LOG.info(
        "Epoch {} of {}: loss {}, validation {}, {} examples/s",
        result.epoch(),
        planned,
        result.loss(),
        validation,
        Math.round(result.examples() / seconds));
  }

  TrainingSummary summary(TrainingOutcome outcome) {
    return new TrainingSummary(
        epochs,
        outcome.bestEpoch(),
        outcome.ending() == Ending.STOPPED_EARLY,
        outcome.rounds(),
        outcome.validation().map(Evaluation::values).orElse(Map.of()));
  }
}
