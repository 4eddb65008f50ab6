package dev.tributary.train;

import dev.tributary.data.Jobs;
import dev.tributary.data.Parcel;
import dev.tributary.data.ShardSet;
import dev.tributary.model.Evaluation;
import dev.tributary.model.InvalidModelException;
import dev.tributary.nn.GradientEngine;
import dev.tributary.nn.ParameterLayout;
import dev.tributary.nn.diagnosis.Measurement;
import dev.tributary.optim.OuterStep;
import dev.tributary.optim.Rollback;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
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
  private final ShardSet held;
  private final ShardSet validation;
  private final Dealer dealer;
  private final AveragingConfig sharing;
  private final RoundBytes bytes;
  private final IntSupplier workers;
  private final int diagnoseEvery;

  /**
   * @param how it is trained
   * @param start the network
   * @param data what it is trained on
   */
  public Trainer(
      JavaSparkContext spark, TrainerSetup how, StartingNetwork start, TrainingData data) {
    GradientEngine network = start.network();
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
    this.held = HeldShards.of(train, setup.network().run());
    OuterStep outer = how.averaging().outerStep(how.workers());
    this.initial =
        SharedModel.initial(
                network,
                reused,
                how.averaging().optimizerState().kept(config.optimizer()),
                config.seed())
            .withOuterState(outer.newState(network.parameters().size()));
    this.parameters = network.parameters();
    this.statistics = network.statistics();
    this.averaging =
        new ParameterAveraging(
            network.statistics(), how.averaging().optimizerState(), outer, how.averaging().wire());
    this.evaluator = new Evaluator(spark, network.spec(), network.input(), start.targets());
    this.dealer = new Dealer(train, config.batchSize(), config.seed());
    this.workers = how.averaging().elastic() ? () -> TaskSlots.now(spark) : how::workers;
    this.sharing = how.averaging();
    this.bytes = RoundBytes.of(network, config.optimizer(), sharing);
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
    return Jobs.described(
        spark.sc(),
        "diagnosing",
        () -> new Diagnoser(spark, own, initial, train).measure(outcome.model(), "after training"));
  }

  /** Finds a learning rate for the network that this trains, from where it starts. */
  public RateFinder rateFinder() {
    return new RateFinder(spark, setup, initial, train);
  }

  /** As the other {@code run}, from the beginning; no state is kept. */
  public TrainingOutcome run(TrainingListener listener, BooleanSupplier interrupted) {
    return run(listener, interrupted, Checkpointing.NONE);
  }

  /**
   * Trains to the last epoch, until early stopping ends it, or until {@code interrupted} says to
   * stop after a round.
   *
   * @param checkpointing knows where to begin, and is handed the state after every round
   * @throws DivergedException if a loss or a weight stops being a finite number, and the job
   *     doesn't say to go back, or not once more
   */
  public TrainingOutcome run(
      TrainingListener listener, BooleanSupplier interrupted, Checkpointing checkpointing) {
    Run run = new Run(checkpointing.start().orElseGet(() -> RunState.initial(initial)), config);
    requireFit(run.model);
    Broadcast<Parcel<WorkerSetup>> own = offered(setupIn(run.lastTrained()));
    while (run.goesOn()) {
      int epoch = run.epochs + 1;
      listener.epochStarted(epoch, train.totalRows());
      if (!own.value().content().network().frozen().equals(reused.frozenIn(epoch))) {
        own = offered(setupIn(epoch));
        run.model = run.model.withFreshState();
      }
      run.beginEpoch();
      Deal deal = rest(run, epoch);
      while (deal.hasNext()) {
        if (interrupted.getAsBoolean()) {
          return interrupted(run, checkpointing);
        }
        Round round = deal.next(steps(run.model), workers.getAsInt());
        Optional<String> broken = train(own, round, run);
        if (broken.isPresent()) {
          goBack(run, round, broken.get(), listener);
          deal = rest(run, epoch);
        } else {
          run.dealt = deal.dealt();
          listener.roundFinished(run.finished);
          checkpointing.reached(run.state());
        }
      }
      endEpoch(run, own.value().content(), listener);
      checkpointing.reached(run.state());
    }
    checkpointing.ended(run.state());
    return settled(run.outcome());
  }

  private static TrainingOutcome interrupted(Run run, Checkpointing checkpointing) {
    RunState state = run.state();
    if (state.roundsDone() > 0) {
      checkpointing.ended(state);
    }
    return run.interrupted();
  }

  private void endEpoch(Run run, WorkerSetup own, TrainingListener listener) {
    Progress ending = run.epoch;
    run.validation = validate("epoch %d, ".formatted(run.epochs + 1), run.model, ending);
    Optional<Measurement> diagnosis = diagnose(run.epochs + 1, own, run.model, ending);
    run.endEpoch();
    listener.epochFinished(epochResult(run, ending, diagnosis));
    run.settle();
  }

  /** What is left of an epoch. */
  private Deal rest(Run run, int epoch) {
    return dealer.rest(epoch, run.progress.rounds, run.dealt);
  }

  /** The most local steps of a round that starts from a model. */
  private int steps(SharedModel model) {
    return sharing.every().steps(model.settledRate(config.learningRate()));
  }

  private void goBack(Run run, Round round, String broken, TrainingListener listener) {
    Rollback rollback =
        run.goBack(round, broken)
            .orElseThrow(() -> DivergenceGuard.diverged(round, broken, run.rollbacks(), config));
    listener.wentBack(rollback, run.rollbacksLeft());
    if (run.epoch.rounds == 0) {
      listener.epochStarted(round.epoch(), train.totalRows());
    }
  }

  private void requireFit(SharedModel model) {
    boolean fits =
        model.weights.length == parameters.size()
            && model.statistics.length == statistics.size()
            && model.optimizerState.length == initial.optimizerState.length
            && model.outerState.length == initial.outerState.length;
    if (!fits) {
      throw new InvalidModelException(
          "The state to go on from is of another network: it has %d weights, %d statistics, %d vectors of the optimizer and %d of the outer step; the job has %d, %d, %d and %d."
              .formatted(
                  model.weights.length,
                  model.statistics.length,
                  model.optimizerState.length,
                  model.outerState.length,
                  parameters.size(),
                  statistics.size(),
                  initial.optimizerState.length,
                  initial.outerState.length));
    }
  }

  private Broadcast<Parcel<WorkerSetup>> offered(WorkerSetup own) {
    return spark.broadcast(new Parcel<>(own));
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
    SharedModel model =
        Jobs.described(
            spark.sc(),
            "statistics of batch normalization",
            () -> new NewStatistics(spark, own, statistics).of(outcome.model(), train));
    Progress after = new Progress();
    after.times = Times.evaluation(System.nanoTime() - started);
    return outcome.with(model, validate("", model, after), after.times);
  }

  /**
   * Trains a round, whose model is the run's next unless a number of it isn't finite.
   *
   * @return what isn't, if anything
   */
  private Optional<String> train(Broadcast<Parcel<WorkerSetup>> own, Round round, Run run) {
    RoundClock clock = new RoundClock();
    SharedModel model = run.model;
    Broadcast<SharedModel> broadcast = spark.broadcast(model.forWorkers());
    clock.offered();
    RoundResults results;
    try {
      results =
          Jobs.described(
              spark.sc(),
              "epoch %d, round %d".formatted(round.epoch(), round.number()),
              () -> collect(new RoundTask(own, round, broadcast, sharing.wire()), round, clock));
    } finally {
      broadcast.destroy();
    }
    SharedModel next =
        averaging.combine(model, results, own.value().content().projection(parameters));
    Optional<String> broken = DivergenceGuard.broken(results.workers(), next, parameters);
    if (broken.isEmpty()) {
      run.add(round, results.workers(), next, clock.stop(results.workers()));
    }
    return broken;
  }

  private RoundResults collect(RoundTask task, Round round, RoundClock clock) {
    return switch (sharing.road(round.segments().size(), bytes.result())) {
      case EXECUTORS -> {
        int vectors = 1 + initial.optimizerState.length;
        RoundResults summed = new SlicedSum(parameters.size(), vectors).of(task, held, round);
        clock.returned();
        yield summed;
      }
      case DRIVER -> {
        List<Integer> partitions = round.segments().stream().map(Segment::partition).toList();
        List<SentResult> results = task.on(held, partitions, SentResult.class);
        clock.returned();
        yield RoundResults.of(results);
      }
    };
  }

  private Optional<Evaluation> validate(String when, SharedModel model, Progress progress) {
    if (validation.isEmpty()) {
      return Optional.empty();
    }
    long started = System.nanoTime();
    Evaluation evaluation =
        Jobs.described(
            spark.sc(),
            when + "evaluating validation",
            () -> evaluator.evaluate(model.weights, model.statistics, validation));
    progress.times = progress.times.plus(Times.evaluation(System.nanoTime() - started));
    return Optional.of(evaluation);
  }

  private Optional<Measurement> diagnose(
      int epoch, WorkerSetup own, SharedModel model, Progress progress) {
    if (diagnoseEvery == 0 || epoch % diagnoseEvery != 0) {
      return Optional.empty();
    }
    long started = System.nanoTime();
    Measurement measurement =
        Jobs.described(
            spark.sc(),
            "epoch %d, diagnosing".formatted(epoch),
            () -> new Diagnoser(spark, own, initial, train).measure(model, "after epoch " + epoch));
    progress.times = progress.times.plus(Times.evaluation(System.nanoTime() - started));
    return Optional.of(measurement);
  }

  private EpochResult epochResult(Run run, Progress progress, Optional<Measurement> diagnosis) {
    double rate = run.model.rate(config.learningRate(), -1);
    return new EpochResult(
        run.epochs,
        run.progress.rounds,
        progress.examples,
        progress.loss(),
        run.validation,
        progress.clipping.summary(),
        progress.workers,
        run.rollbacksIn(run.epochs),
        rate,
        progress.times,
        run.model,
        diagnosis);
  }
}
