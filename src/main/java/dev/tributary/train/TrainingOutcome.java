package dev.tributary.train;

import dev.tributary.model.Evaluation;
import dev.tributary.optim.ClippingSummary;
import dev.tributary.optim.Rollback;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a run ended.
 *
 * @param model the last shared model, or the best one where early stopping watched and nobody
 *     interrupted
 * @param ending why it ended
 * @param bestEpoch the epoch that {@code model} comes from, where early stopping chose it
 * @param epochs epochs trained to the end
 * @param rounds rounds of the whole run
 * @param examples examples trained on, counted anew in each epoch
 * @param loss the last epoch's mean training loss, a broken one's too
 * @param validation the evaluation on the validation data of the epoch that {@code model} comes
 *     from; of the last whole one if interrupted
 * @param clipping what clipping did in the whole run, if the job clips
 * @param rollbacks the times that the run went back because it diverged
 * @param times of the whole run
 */
public record TrainingOutcome(
    SharedModel model,
    Ending ending,
    OptionalInt bestEpoch,
    int epochs,
    long rounds,
    long examples,
    double loss,
    Optional<Evaluation> validation,
    Optional<ClippingSummary> clipping,
    List<Rollback> rollbacks,
    Times times) {
  /** The same with another model, which was evaluated and took time. */
  TrainingOutcome with(SharedModel other, Optional<Evaluation> evaluation, Times more) {
    return new TrainingOutcome(
        other,
        ending,
        bestEpoch,
        epochs,
        rounds,
        examples,
        loss,
        evaluation,
        clipping,
        rollbacks,
        times.plus(more));
  }

  /** Why a run ended. */
  public enum Ending {
    FINISHED,
    STOPPED_EARLY,
    INTERRUPTED
  }
}
