package dev.tributary.train;

import dev.tributary.data.ShardSet;
import dev.tributary.model.Evaluation;
import dev.tributary.nn.Network;
import dev.tributary.nn.ParameterLayout;
import dev.tributary.nn.diagnosis.Measurement;
import dev.tributary.optim.ClippingTally;
import dev.tributary.optim.OuterStep;
import dev.tributary.train.TrainingOutcome.Ending;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The driver's side of training: epochs of rounds, each from one shared model to the next.
 *
 * <p>A round is one Spark job with a task for each segment dealt; {@link ParameterAveraging} makes
 * one model of its results.
 */
public final class Trainer {
  private final JavaSparkContext spark;
  private final TrainingConfig config;
  private final WorkerSetup setup;
  private final ReusedLayers reused;
  private final SharedModel initial;
  private final ParameterLayout parameters;
  private final ParameterLayout statistics;
  private final ParameterAveraging averaging;
  private final Evaluator evaluator;
  private final ShardSet train;
  private final ShardSet validation;
  private final Dealer dealer;
  private final Interval every;
  private final int diagnoseEvery;

  /**
   * @param how it is trained
   * @param start the network
   * @param data what it is trained on
   */
  public Trainer(
      JavaSparkContext spark, TrainerSetup how, StartingNetwork start, TrainingData data) {
    Network network = start.network();
    this.spark = spark;
    this.config = how.training();
    this.diagnoseEvery = how.diagnoseEvery();
    this.reused = start.reused();
    this.train = data.train();
    this.validation = data.validation();
    this.setup =
        new WorkerSetup(
            new NetworkSetup(
                UUID.randomUUID().toString(),
                network.spec(),
                network.input(),
                config.batchSize(),
                TaskSlots.cpus(spark),
                start.targets(),
                reused.frozenIn(1)),
            config.update(),
            config.learningRate(),
            reused.rateFactors(),
            config.seed());
    OuterStep outer = how.averaging().outerStep(how.workers());
    this.initial =
        SharedModel.initial(network, reused, config.optimizer(), config.seed())
            .withOuterState(outer.newState(network.parameters().size()));
    this.parameters = network.parameters();
    this.statistics = network.statistics();
    this.averaging =
        new ParameterAveraging(network.statistics(), how.averaging().optimizerState(), outer);
    this.evaluator = new Evaluator(spark, network.spec(), network.input(), start.targets());
    this.dealer = new Dealer(train, how.workers(), config.batchSize(), config.seed());
    this.every = how.averaging().every();
  }

  /** Measures the network that this trains, from where it starts. */
  public Diagnoser diagnoser() {
    return new Diagnoser(spark, setup, initial, train);
  }

  /** Measures the model that a run of this ended with. */
  public Measurement measure(TrainingOutcome outcome) {
    int epoch = outcome.bestEpoch().orElse(Math.max(1, outcome.epochs()));
    boolean asAtFirst = reused.frozenIn(epoch).equals(setup.network().frozen());
    WorkerSetup own = asAtFirst ? setup : setup.thawed();
    return new Diagnoser(spark, own, initial, train).measure(outcome.model(), "after training");
  }

  /** Finds a learning rate for the network that this trains, from where it starts. */
  public RateFinder rateFinder() {
    return new RateFinder(spark, setup, initial, train);
  }

  /**
   * Trains to the last epoch, until early stopping ends it, or until {@code interrupted} says to
   * stop after a round.
   *
   * @throws DivergedException if a loss or a weight stops being a finite number
   */
  public TrainingOutcome run(TrainingListener listener, BooleanSupplier interrupted) {
    Run run = new Run(initial, config);
    WorkerSetup own = setup;
    for (int epoch = 1; epoch <= config.epochs(); epoch++) {
      listener.epochStarted(epoch, train.totalRows());
      if (!own.network().frozen().equals(reused.frozenIn(epoch))) {
        own = setupIn(epoch);
        run.model = run.model.withFreshState(config.optimizer());
      }
      Progress progress = new Progress();
      Deal deal = dealer.epoch(epoch, run.progress.rounds);
      while (deal.hasNext()) {
        if (interrupted.getAsBoolean()) {
          return run.interrupted(progress);
        }
        Round round = deal.next(every.steps(run.model.settledRate(config.learningRate())));
        run.model = train(own, round, run.model, progress);
        listener.roundFinished(epoch, progress.examples, progress.loss());
      }
      run.validation = validate(run.model, progress);
      Optional<Measurement> diagnosis = diagnose(epoch, own, run.model, progress);
      run.endEpoch(progress);
      listener.epochFinished(epochResult(epoch, run, progress, diagnosis));
      if (run.stopsEarly()) {
        return settled(run.outcome(Ending.STOPPED_EARLY));
      }
      run.settleRate();
    }
    return settled(run.outcome(Ending.FINISHED));
  }

  private WorkerSetup setupIn(int epoch) {
    boolean asAtFirst = setup.network().frozen().equals(reused.frozenIn(epoch));
    return asAtFirst ? setup : setup.thawed();
  }

  /** The outcome, its model with new statistics if the job asks for them. */
  private TrainingOutcome settled(TrainingOutcome outcome) {
    if (config.statistics() == StatisticsPolicy.MOVING || statistics.slices().isEmpty()) {
      return outcome;
    }
    long started = System.nanoTime();
    WorkerSetup own = setupIn(outcome.bestEpoch().orElse(outcome.epochs()));
    SharedModel model = new NewStatistics(spark, own, statistics).of(outcome.model(), train);
    Progress after = new Progress();
    after.times = new Times(0, 0, System.nanoTime() - started);
    return outcome.with(model, validate(model, after), after.times);
  }

  private SharedModel train(WorkerSetup own, Round round, SharedModel model, Progress progress) {
    long started = System.nanoTime();
    List<Integer> partitions = round.segments().stream().map(Segment::partition).toList();
    Broadcast<SharedModel> broadcast = spark.broadcast(model.forWorkers());
    List<WorkerResult> results;
    try {
      results = new RoundTask(own, round, broadcast).on(train, partitions, WorkerResult.class);
    } finally {
      broadcast.destroy();
    }
    SharedModel next = averaging.combine(model, results, own.projection(parameters));
    DivergenceGuard.check(round, results, next);
    progress.add(round, results, System.nanoTime() - started);
    return next;
  }

  private Optional<Evaluation> validate(SharedModel model, Progress progress) {
    if (validation.isEmpty()) {
      return Optional.empty();
    }
    long started = System.nanoTime();
    Evaluation evaluation = evaluator.evaluate(model.weights, model.statistics, validation);
    progress.times = progress.times.plus(new Times(0, 0, System.nanoTime() - started));
    return Optional.of(evaluation);
  }

  private Optional<Measurement> diagnose(
      int epoch, WorkerSetup own, SharedModel model, Progress progress) {
    if (diagnoseEvery == 0 || epoch % diagnoseEvery != 0) {
      return Optional.empty();
    }
    long started = System.nanoTime();
    Measurement measurement =
        new Diagnoser(spark, own, initial, train).measure(model, "after epoch " + epoch);
    progress.times = progress.times.plus(new Times(0, 0, System.nanoTime() - started));
    return Optional.of(measurement);
  }

  private EpochResult epochResult(
      int epoch, Run run, Progress progress, Optional<Measurement> diagnosis) {
    double rate = run.model.rate(config.learningRate(), -1);
    return new EpochResult(
        epoch,
        run.progress.rounds,
        progress.examples,
        progress.loss(),
        run.validation,
        progress.clipping.summary(),
        rate,
        progress.times,
        diagnosis);
  }

  /** How far the run is. */
  private static final class Run {
    private final Progress progress = new Progress();
    private final Optional<EarlyStopping.Watch> watch;
    private final Optional<PlateauWatch> plateau;
    private SharedModel model;
    private Optional<Evaluation> validation = Optional.empty();
    private double loss = Double.NaN;
    private int epochs;

    Run(SharedModel initial, TrainingConfig config) {
      this.model = initial;
      this.watch = config.earlyStopping().map(EarlyStopping.Watch::new);
      this.plateau = config.learningRate().plateau().map(PlateauWatch::new);
    }

    void endEpoch(Progress epoch) {
      progress.add(epoch);
      loss = epoch.loss();
      epochs++;
    }

    boolean stopsEarly() {
      return watch.isPresent() && watch.get().stops(model, loss, validation);
    }

    /** Lowers the rate of the epochs to come where the schedule says so. */
    void settleRate() {
      plateau.ifPresent(each -> model = each.after(model, loss, validation));
    }

    /** What was learned so far, the broken epoch included. */
    TrainingOutcome interrupted(Progress broken) {
      progress.add(broken);
      loss = broken.examples == 0 ? loss : broken.loss();
      return outcome(Ending.INTERRUPTED, model, OptionalInt.empty(), validation);
    }

    /** The last model, or the best one where early stopping watched. */
    TrainingOutcome outcome(Ending ending) {
      return watch
          .map(
              seen ->
                  outcome(
                      ending,
                      seen.bestModel(),
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
          progress.examples,
          loss,
          chosenValidation,
          progress.clipping.summary(),
          progress.times);
    }
  }

  /** Counts of an epoch, or of the run. */
  private static final class Progress {
    private long rounds;
    private long examples;
    private double lossSum;
    private final ClippingTally clipping = new ClippingTally();
    private Times times = Times.ZERO;

    void add(Round round, List<WorkerResult> results, long nanos) {
      rounds++;
      examples += round.examples();
      long slowest = 0;
      for (WorkerResult result : results) {
        lossSum += result.lossSum;
        clipping.add(result.clipping);
        slowest = Math.max(slowest, result.computeNanos);
      }
      times = times.plus(new Times(nanos, slowest, 0));
    }

    void add(Progress part) {
      rounds += part.rounds;
      examples += part.examples;
      clipping.add(part.clipping);
      times = times.plus(part.times);
    }

    double loss() {
      return lossSum / examples;
    }
  }
}
