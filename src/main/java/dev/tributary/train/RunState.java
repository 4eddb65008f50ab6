package dev.tributary.train;

import dev.tributary.model.Evaluation;
import dev.tributary.model.InvalidModelException;
import dev.tributary.model.Safetensors;
import dev.tributary.optim.Rollback;
import dev.tributary.train.TrainingOutcome.Ending;
import java.util.List;
import java.util.Optional;

/**
 * All that a run is between two rounds: with the job and its data, what follows from it is the same
 * bit for bit as if the run had never stopped.
 *
 * <p>What is random needs no state: it is drawn from the job's seed and the number of the epoch,
 * the round and the worker.
 *
 * @param model what the last round made
 * @param whole counts of the epochs that ended
 * @param broken counts of the epoch that hasn't; of no round where none is under way
 * @param dealt the rounds of that epoch
 * @param epochStart the model at its beginning, for runs that may go back there
 * @param epochs how many ended
 * @param loss the last of them's mean training loss; NaN before there was one
 * @param validation the last of them's evaluation
 * @param earlyStopping what early stopping has seen
 * @param plateau what the learning rate's schedule has seen
 * @param rollbacks the times that the run went back
 * @param stoppedEarly whether early stopping ended the run
 */
public record RunState(
    SharedModel model,
    Progress whole,
    Progress broken,
    List<DealtRounds> dealt,
    Optional<SharedModel> epochStart,
    int epochs,
    double loss,
    Optional<Evaluation> validation,
    EarlyStopping.Seen earlyStopping,
    PlateauWatch.Seen plateau,
    List<Rollback> rollbacks,
    boolean stoppedEarly) {

  /** Where a run begins that wasn't begun before. */
  static RunState initial(SharedModel model) {
    return new RunState(
        model,
        new Progress(),
        new Progress(),
        List.of(),
        Optional.empty(),
        0,
        Double.NaN,
        Optional.empty(),
        EarlyStopping.Seen.NOTHING,
        PlateauWatch.Seen.NOTHING,
        List.of(),
        false);
  }

  /**
   * The state that {@link #contents} gave.
   *
   * @throws InvalidModelException if something is missing
   */
  public static RunState of(Safetensors.Contents contents) {
    return new StateReader(contents).state();
  }

  /** The state as tensors, and texts for all else. */
  public Safetensors.Contents contents() {
    return new StateWriter().contents(this);
  }

  /** Rounds of the whole run so far. */
  public long rounds() {
    return whole.rounds + broken.rounds;
  }

  /** Rounds of the whole run so far, those that it went back behind included: it never falls. */
  public long roundsDone() {
    return rounds() + rollbacks.stream().mapToLong(Rollback::undone).sum();
  }

  /** Whether no epoch is under way. */
  public boolean isBetweenEpochs() {
    return broken.rounds == 0;
  }

  /** How a run of so many epochs ended that is in this state; empty if it goes on. */
  public Optional<Ending> ending(int wanted) {
    if (stoppedEarly) {
      return Optional.of(Ending.STOPPED_EARLY);
    }
    return epochs >= wanted ? Optional.of(Ending.FINISHED) : Optional.empty();
  }
}
