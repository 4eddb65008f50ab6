package dev.tributary.interop.dl4j.spark;

import dev.tributary.data.Jobs;
import dev.tributary.interop.archive.Configurations;
import dev.tributary.interop.archive.NotTranslatableException;
import dev.tributary.interop.archive.TranslatedNetwork;
import dev.tributary.nn.NetworkLayout;
import dev.tributary.nn.TargetKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.DoubleConsumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.impl.paramavg.stats.ParameterAveragingTrainingMasterStats.ParameterAveragingTrainingMasterStatsHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call of {@code fit}: all examples once. */
final class Fit {
  private static final Logger LOG = LoggerFactory.getLogger(TributaryTrainingMaster.class);

  private final Settings settings;
  private final List<TrainingHook> hooks;
  private final JavaSparkContext spark;
  private final Fitted network;
  private final DoubleConsumer score;
  private final List<TrainingListener> listeners;
  private final OuterMemory memory;
  private final ParameterAveragingTrainingMasterStatsHelper stats;

  Fit(
      Settings settings,
      List<TrainingHook> hooks,
      JavaSparkContext spark,
      Fitted network,
      DoubleConsumer score,
      List<TrainingListener> listeners,
      OuterMemory memory,
      ParameterAveragingTrainingMasterStatsHelper stats) {
    this.settings = settings;
    this.hooks = List.copyOf(hooks);
    this.spark = spark;
    this.network = network;
    this.score = score;
    this.listeners = listeners;
    this.memory = memory;
    this.stats = stats;
  }

  void run(Packing packing, JavaRDD<Examples> examples, JavaRDD<?> origin, int workers) {
    JavaRDD<Held> held =
        Jobs.described(
            spark.sc(),
            "training: packing minibatches",
            () -> packing.of(examples, origin, workers));
    if (packing.isEmpty()) {
      LOG.warn("There are no examples to fit the network to.");
      return;
    }
    Road road = road(packing.sample());
    listeners.forEach(listener -> listener.onEpochStart(network.model()));
    Rounds rounds = new Rounds(spark, road.maker(), road.averaging(), settings.frequency(), stats);
    Shared[] last = {road.start()};
    rounds.run(
        held,
        road.start(),
        packing.counts(),
        outcome -> {
          last[0] = outcome.shared();
          finishRound(road, outcome);
        });
    road.putBack(last[0]);
    listeners.forEach(listener -> listener.onEpochEnd(network.model()));
  }

  private void finishRound(Road road, Rounds.Outcome outcome) {
    network.setCounts(outcome.shared().iteration, outcome.shared().epoch);
    network.setScore(outcome.score());
    score.accept(outcome.score());
    if (!listeners.isEmpty()) {
      road.putBack(outcome.shared());
      for (TrainingListener listener : listeners) {
        listener.iterationDone(network.model(), outcome.shared().iteration, outcome.shared().epoch);
      }
    }
  }

  /** How the network's vectors go to the workers and come back. */
  private interface Road {
    Learner.Maker maker();

    Averaging averaging();

    Shared start();

    void putBack(Shared shared);
  }

  private Road road(Examples sample) {
    try {
      Optional<String> decisive = decisive(sample);
      if (decisive.isEmpty()) {
        NativeRoad road = new NativeRoad();
        LOG.info("The native engine trains: it has every layer of the network.");
        return road;
      }
      LOG.info("Deeplearning4j trains: {}.", decisive.get());
    } catch (NotTranslatableException lacking) {
      LOG.info("Deeplearning4j trains: {}.", lacking.getMessage());
    }
    return new Dl4jRoad();
  }

  /** What keeps the native engine from training, but for what has no translation. */
  private Optional<String> decisive(Examples sample) {
    if (settings.engine() == TributaryTrainingMaster.Engine.DL4J) {
      return Optional.of("the master was built so");
    }
    if (network.kind() == Fitted.Kind.GRAPH) {
      return Optional.of("the network is a ComputationGraph");
    }
    if (!hooks.isEmpty()) {
      return Optional.of("there are training hooks");
    }
    if (!sample.arePlain()) {
      return Optional.of("the examples aren't plain rows with plain targets");
    }
    TranslatedNetwork translated = Configurations.network(network.json());
    if (!translated.differences().isEmpty()) {
      return Optional.of(translated.differences().get(0));
    }
    if (translated.spec().loss().targets() != TargetKind.VALUES) {
      return Optional.of("the targets are class indices");
    }
    return Optional.empty();
  }

  private final class NativeRoad implements Road {
    private final TranslatedNetwork translated = Configurations.network(network.json());
    private final int vectors =
        Configurations.training(network.json()).rule().optimizer().state().size();
    private final float[][] state =
        translated.order().optimizerState(network.updaterState(), vectors);

    @Override
    public Learner.Maker maker() {
      return new NativeLearner.Maker(
          UUID.randomUUID().toString(),
          network.json(),
          settings.batchSize(),
          threads(),
          settings.clipping(),
          settings.seed());
    }

    @Override
    public Averaging averaging() {
      NetworkLayout layout = new NetworkLayout(translated.spec(), translated.input());
      List<int[]> places = new ArrayList<>();
      layout
          .statistics()
          .slices()
          .forEach(slice -> places.add(new int[] {slice.offset(), slice.length()}));
      return new Averaging(
          Normalizations.ofPairs(places),
          Averaging.Place.STATISTICS,
          settings.outer(),
          memory.of(network.model(), settings.outer(), layout.parameters().size()),
          settings.updater() == Settings.UpdaterState.RESET ? state : new float[0][]);
    }

    @Override
    public Shared start() {
      float[] parameters = network.parameters();
      return new Shared(
          translated.order().weights(parameters),
          translated.order().statistics(parameters),
          state,
          network.iteration(),
          network.epoch());
    }

    @Override
    public void putBack(Shared shared) {
      network.setParameters(translated.order().parameters(shared.weights, shared.statistics));
      network.setUpdaterState(translated.order().updaterState(shared.state));
    }
  }

  private final class Dl4jRoad implements Road {
    private final float[][] state = {network.updaterState()};

    @Override
    public Learner.Maker maker() {
      return new Dl4jLearner.Maker(
          UUID.randomUUID().toString(),
          network.kind(),
          network.json(),
          threads(),
          settings.clipping(),
          hooks,
          settings.seed());
    }

    @Override
    public Averaging averaging() {
      return new Averaging(
          Normalizations.of(network),
          Averaging.Place.WEIGHTS,
          settings.outer(),
          memory.of(
              network.model(), settings.outer(), Math.toIntExact(network.model().numParams())),
          settings.updater() == Settings.UpdaterState.RESET ? state : new float[0][]);
    }

    @Override
    public Shared start() {
      return new Shared(
          network.parameters(), new float[0], state, network.iteration(), network.epoch());
    }

    @Override
    public void putBack(Shared shared) {
      network.setParameters(shared.weights);
      network.setUpdaterState(shared.state[0]);
    }
  }

  private int threads() {
    return spark.getConf().getInt("spark.task.cpus", 1);
  }
}
