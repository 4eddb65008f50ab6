package dev.tributary.train;

import dev.tributary.model.Evaluation;
import dev.tributary.train.TrainingOutcome.Ending;
import java.util.Optional;
import java.util.OptionalInt;

/** How far a run is. */
final class Run {
  private final TrainingConfig config;
  private final Optional<EarlyStopping.Watch> watch;
  private final Optional<PlateauWatch> plateau;

  /** Of the epochs that ended. */
  final Progress progress;

  /** Of the epoch that hasn't. */
  Progress epoch;

  SharedModel model;
  Optional<Evaluation> validation;
  int epochs;
  private double loss;
  private boolean stoppedEarly;

  /** A run that goes on from a state. */
  Run(RunState start, TrainingConfig config) {
    this.config = config;
    this.model = start.model();
    this.progress = start.whole().copy();
    this.epoch = start.broken().copy();
    this.epochs = start.epochs();
    this.loss = start.loss();
    this.validation = start.validation();
    this.stoppedEarly = start.stoppedEarly();
    this.watch =
        config.earlyStopping().map(rule -> new EarlyStopping.Watch(rule, start.earlyStopping()));
    this.plateau =
        config.learningRate().plateau().map(rule -> new PlateauWatch(rule, start.plateau()));
  }

  /** Whether there is anything left to train. */
  boolean goesOn() {
    return !stoppedEarly && epochs < config.epochs();
  }

  /** The epoch whose frozen layers the model was last trained with. */
  int lastTrained() {
    return Math.max(1, epoch.rounds > 0 ? epochs + 1 : epochs);
  }

  long rounds() {
    return progress.rounds + epoch.rounds;
  }

  void endEpoch() {
    progress.add(epoch);
    loss = epoch.loss();
    epochs++;
    epoch = new Progress();
  }

  /** Decides what follows from an epoch: the end, or a lower rate where the schedule says so. */
  void settle() {
    stoppedEarly = watch.isPresent() && watch.get().stops(model, loss, validation);
    if (!stoppedEarly) {
      plateau.ifPresent(each -> model = each.after(model, loss, validation));
    }
  }

  /** All that it takes to go on from here. */
  RunState state() {
    return new RunState(
        model,
        progress.copy(),
        epoch.copy(),
        epochs,
        loss,
        validation,
        watch.map(EarlyStopping.Watch::seen).orElse(EarlyStopping.Seen.NOTHING),
        plateau.map(PlateauWatch::seen).orElse(PlateauWatch.Seen.NOTHING),
        stoppedEarly);
  }

  /** What was learned so far, the broken epoch included. */
  TrainingOutcome interrupted() {
    progress.add(epoch);
    loss = epoch.examples == 0 ? loss : epoch.loss();
    return outcome(Ending.INTERRUPTED, model, OptionalInt.empty(), validation);
  }

  /** The last model, or the best one where early stopping watched. */
  TrainingOutcome outcome() {
    Ending ending = stoppedEarly ? Ending.STOPPED_EARLY : Ending.FINISHED;
    return watch
        .map(EarlyStopping.Watch::seen)
        .map(
            seen ->
                outcome(
                    ending,
                    seen.bestModel().orElseThrow(),
                    OptionalInt.of(seen.bestEpoch()),
                    seen.bestValidation()))
        .orElseGet(() -> outcome(ending, model, OptionalInt.empty(), validation));
  }

  private TrainingOutcome outcome(
      Ending ending,
      SharedModel chosen,
      OptionalInt bestEpoch,
      Optional<Evaluation> chosenValidation) {
    return new TrainingOutcome(
        chosen,
        ending,
        bestEpoch,
        epochs,
        progress.rounds,
        progress.steps,
        progress.examples,
        loss,
        chosenValidation,
        progress.clipping.summary(),
        progress.times);
  }
}
