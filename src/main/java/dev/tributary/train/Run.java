package dev.tributary.train;

import dev.tributary.model.Evaluation;
import dev.tributary.optim.Rollback;
import dev.tributary.train.TrainingOutcome.Ending;
import java.util.ArrayList;
import java.util.List;
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

  /** The rounds of that epoch. */
  List<DealtRounds> dealt;

  /** What the last round brought; null before the first one. */
  FinishedRound finished;

  SharedModel model;
  Optional<Evaluation> validation;
  int epochs;
  private double loss;
  private boolean stoppedEarly;
  private Optional<SharedModel> epochStart;
  private final List<Rollback> rollbacks;

  /** A run that goes on from a state. */
  Run(RunState start, TrainingConfig config) {
    this.config = config;
    this.model = start.model();
    this.progress = start.whole().copy();
    this.epoch = start.broken().copy();
    this.dealt = start.dealt();
    this.epochStart = start.epochStart();
    this.rollbacks = new ArrayList<>(start.rollbacks());
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

  /** Takes note of where an epoch begins, for runs that may go back there. */
  void beginEpoch() {
    if (epochStart.isEmpty() && config.onDivergence() instanceof DivergencePolicy.RollBack) {
      epochStart = Optional.of(model);
    }
  }

  /**
   * Goes back to the last good round because the next one wasn't; to the beginning of the epoch if
   * that round wasn't the last time either.
   *
   * @param reason what wasn't a finite number
   * @return what was done, unless the job doesn't allow it, or not once more
   */
  Optional<Rollback> goBack(Round round, String reason) {
    if (!(config.onDivergence() instanceof DivergencePolicy.RollBack policy)
        || rollbacksLeft() == 0) {
      return Optional.empty();
    }
    boolean again =
        !rollbacks.isEmpty() && rollbacks.get(rollbacks.size() - 1).round() == round.number();
    double scale = model.rateScale * policy.factor();
    Rollback rollback =
        new Rollback(round.epoch(), round.number(), again ? epoch.rounds : 0, scale, reason);
    if (again) {
      model = epochStart.orElseThrow();
      epoch = new Progress();
      dealt = List.of();
    }
    model = model.withRateScale(scale);
    rollbacks.add(rollback);
    return Optional.of(rollback);
  }

  /**
   * Takes note of a round that ended well.
   *
   * @param next the model that it made
   */
  void add(Round round, List<WorkerResult> results, SharedModel next, Times spent) {
    model = next;
    epoch.add(round, results, spent);
    Progress alone = new Progress();
    alone.add(round, results, spent);
    finished =
        new FinishedRound(
            round.epoch(),
            round.number(),
            alone.examples,
            alone.loss(),
            epoch.examples,
            epoch.loss(),
            next.rate(config.learningRate(), -1),
            alone.clipping.summary(),
            spent,
            results.stream().map(WorkerResult::share).toList());
  }

  List<Rollback> rollbacks() {
    return List.copyOf(rollbacks);
  }

  /** How often the run may go back once more. */
  int rollbacksLeft() {
    return config.onDivergence() instanceof DivergencePolicy.RollBack policy
        ? policy.most() - rollbacks.size()
        : 0;
  }

  /** The times that the run went back in an epoch. */
  List<Rollback> rollbacksIn(int number) {
    return rollbacks.stream().filter(each -> each.epoch() == number).toList();
  }

  void endEpoch() {
    progress.add(epoch);
    loss = epoch.loss();
    epochs++;
    epoch = new Progress();
    dealt = List.of();
    epochStart = Optional.empty();
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
        dealt,
        epochStart.filter(start -> epoch.rounds > 0),
        epochs,
        loss,
        validation,
        watch.map(EarlyStopping.Watch::seen).orElse(EarlyStopping.Seen.NOTHING),
        plateau.map(PlateauWatch::seen).orElse(PlateauWatch.Seen.NOTHING),
        List.copyOf(rollbacks),
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
        List.copyOf(rollbacks),
        progress.times);
  }
}
