package dev.tributary.interop.dl4j.spark;

import dev.tributary.optim.GradientClipping;
import dev.tributary.optim.OuterStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import org.deeplearning4j.config.DL4JSystemProperties;
import org.deeplearning4j.core.loader.DataSetLoader;
import org.deeplearning4j.core.loader.MultiDataSetLoader;
import org.deeplearning4j.core.storage.StatsStorageRouter;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.RepartitionStrategy;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.api.TrainingResult;
import org.deeplearning4j.spark.api.TrainingWorker;
import org.deeplearning4j.spark.api.stats.SparkTrainingStats;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.stats.ParameterAveragingTrainingMasterStats.ParameterAveragingTrainingMasterStatsHelper;
import org.deeplearning4j.spark.time.SystemClockTimeSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * Trains a network of Deeplearning4j on Spark, in the place of its {@code
 * ParameterAveragingTrainingMaster}: the same program with another line.
 *
 * <p>Each fit goes through all examples once, in their order. They are packed to minibatches, the
 * workers take {@link Builder#averagingFrequency} of them each, and the network goes on from the
 * average of what came of it: of its parameters and its updater's state by examples, {@code Σ nᵢ wᵢ
 * / Σ nᵢ}; of running means and variances as moments. No example is dropped; a smaller minibatch or
 * a worker with less to do weighs less. So one worker does what {@code fit} on one machine does,
 * and several that average after each step of plain SGD do what one does on their joint
 * minibatches.
 *
 * <p>A {@code MultiLayerNetwork} whose layers, loss and updater the native engine has is trained by
 * that; others by Deeplearning4j itself. The log has a line that says which, and what decided.
 */
public final class TributaryTrainingMaster
    implements TrainingMaster<TrainingResult, TrainingWorker<TrainingResult>> {
  /** What computes the minibatches. */
  public enum Engine {
    /** The native engine where it has all of the network, else Deeplearning4j. */
    AUTO,
    /** Deeplearning4j. */
    DL4J
  }

  private final Settings settings;
  private final Packing packing;
  private final List<TrainingHook> hooks;
  private final OuterMemory memory = new OuterMemory();
  private final List<TrainingListener> listeners = new ArrayList<>();
  private Optional<StatsStorageRouter> router = Optional.empty();
  private boolean collectsStats;
  private ParameterAveragingTrainingMasterStatsHelper stats;

  private TributaryTrainingMaster(Builder builder) {
    this.settings = builder.settings();
    this.packing = new Packing(settings);
    this.hooks = new ArrayList<>(settings.hooks());
    setCollectTrainingStats(builder.collectsStats);
  }

  /** Settings, all optional, under the names of {@code ParameterAveragingTrainingMaster}'s. */
  public static final class Builder {
    private Optional<Integer> workers = Optional.empty();
    private int batchSize = 16;
    private int frequency = 5;
    private Settings.UpdaterState updater = Settings.UpdaterState.AVERAGED;
    private OuterStep outer = new OuterStep.None();
    private GradientClipping clipping = new GradientClipping.None();
    private StorageLevel storage = StorageLevel.MEMORY_AND_DISK();
    private Repartition repartition = Repartition.Always;
    private Engine engine = Engine.AUTO;
    private final List<TrainingHook> hooks = new ArrayList<>();
    private boolean collectsStats;
    private long seed = 42;

    /** As many workers as Spark's default parallelism. */
    public Builder() {}

    /**
     * As many workers as Spark's default parallelism.
     *
     * @param rddDataSetNumExamples how many examples a {@code DataSet} of the RDD has; that is
     *     found out anyway
     */
    public Builder(int rddDataSetNumExamples) {
      this(null, rddDataSetNumExamples);
    }

    /**
     * A number of workers.
     *
     * @param numWorkers how many train side by side, at least 1; null for Spark's default
     *     parallelism
     * @param rddDataSetNumExamples as in the other constructor
     */
    public Builder(Integer numWorkers, int rddDataSetNumExamples) {
      require(rddDataSetNumExamples >= 1, "rddDataSetNumExamples", rddDataSetNumExamples);
      if (numWorkers != null) {
        require(numWorkers >= 1, "numWorkers", numWorkers);
      }
      workers = Optional.ofNullable(numWorkers);
    }

    private static void require(boolean allowed, String name, long found) {
      if (!allowed) {
        throw new IllegalArgumentException(
            "Invalid " + name + ": " + found + " (must be at least 1)");
      }
    }

    /** The examples of a worker's minibatch, at least 1; 16 by default. */
    public Builder batchSizePerWorker(int examples) {
      require(examples >= 1, "batchSizePerWorker", examples);
      batchSize = examples;
      return this;
    }

    /** The minibatches of each worker between two averages, at least 1; 5 by default. */
    public Builder averagingFrequency(int minibatches) {
      require(minibatches >= 1, "averagingFrequency", minibatches);
      frequency = minibatches;
      return this;
    }

    /** Whether the updater's state is averaged and kept, as it is by default, or starts anew. */
    public Builder saveUpdater(boolean save) {
      updater = save ? Settings.UpdaterState.AVERAGED : Settings.UpdaterState.RESET;
      return this;
    }

    /** How far the network follows the average of the workers'; by default it takes it. */
    public Builder outerStep(OuterStep step) {
      outer = step;
      return this;
    }

    /**
     * Clips the gradient of each step, the whole one's norm included, and never a running
     * statistic. It comes before what the network's own configuration does to gradients.
     */
    public Builder gradientClipping(GradientClipping rule) {
      clipping = rule;
      return this;
    }

    /** How the packed examples are kept during a fit; {@code MEMORY_AND_DISK} by default. */
    public Builder storageLevel(StorageLevel level) {
      storage = level;
      return this;
    }

    /** {@code Never} leaves the examples in their partitions, one a worker. */
    public Builder repartionData(Repartition when) {
      repartition = when;
      return this;
    }

    /** What computes; {@link Engine#AUTO} by default. */
    public Builder engine(Engine chosen) {
      engine = chosen;
      return this;
    }

    /** Decides all that is random, dropout for one. */
    public Builder rngSeed(long chosen) {
      seed = chosen;
      return this;
    }

    /** Whether times are kept for {@link #getTrainingStats}. */
    public Builder collectTrainingStats(boolean collect) {
      collectsStats = collect;
      return this;
    }

    /** Hooks are called around each minibatch, which Deeplearning4j then computes. */
    public Builder trainingHooks(Collection<TrainingHook> added) {
      hooks.addAll(added);
      return this;
    }

    /** As the other. */
    public Builder trainingHooks(TrainingHook... added) {
      return trainingHooks(Arrays.asList(added));
    }

    /** Has no effect: sums are taken in the order of the workers, at the driver. */
    public Builder aggregationDepth(int depth) {
      return this;
    }

    /** Has no effect: minibatches are packed before the first round. */
    public Builder workerPrefetchNumBatches(int minibatches) {
      return this;
    }

    /** Has no effect: examples are spread by minibatches. */
    public Builder repartitionStrategy(RepartitionStrategy strategy) {
      return this;
    }

    /** Has no effect: {@link #storageLevel} says how examples are kept, wherever they come from. */
    public Builder storageLevelStreams(StorageLevel level) {
      return this;
    }

    /** Has no effect: nothing has to be exported, since no split is read twice. */
    public Builder rddTrainingApproach(RDDTrainingApproach approach) {
      return this;
    }

    /** Has no effect: nothing is exported. */
    public Builder exportDirectory(String directory) {
      return this;
    }

    private Settings settings() {
      return new Settings(
          workers,
          batchSize,
          frequency,
          updater,
          outer,
          clipping,
          storage,
          repartition,
          engine,
          hooks,
          seed);
    }

    public TributaryTrainingMaster build() {
      return new TributaryTrainingMaster(this);
    }
  }

  @Override
  public void executeTraining(SparkDl4jMultiLayer network, JavaRDD<DataSet> data) {
    fit(
        sequence(network),
        network::setScore,
        network.getSparkContext(),
        data,
        data.map(Examples::of));
  }

  @Override
  public void executeTraining(SparkComputationGraph network, JavaRDD<DataSet> data) {
    fit(graph(network), network::setScore, network.getSparkContext(), data, data.map(Examples::of));
  }

  @Override
  public void executeTrainingMDS(SparkComputationGraph network, JavaRDD<MultiDataSet> data) {
    fit(graph(network), network::setScore, network.getSparkContext(), data, data.map(Examples::of));
  }

  @Override
  public void executeTrainingPaths(
      SparkDl4jMultiLayer network,
      SparkComputationGraph graph,
      JavaRDD<String> paths,
      DataSetLoader loader,
      MultiDataSetLoader multiLoader) {
    JavaSparkContext spark = network != null ? network.getSparkContext() : graph.getSparkContext();
    JavaRDD<Examples> examples =
        paths.mapPartitions(new PathReader(spark.hadoopConfiguration(), loader, multiLoader));
    if (network != null) {
      fit(sequence(network), network::setScore, spark, paths, examples);
    } else {
      fit(graph(graph), graph::setScore, spark, paths, examples);
    }
  }

  private static Fitted sequence(SparkDl4jMultiLayer network) {
    return new Fitted.Sequence(network.getNetwork());
  }

  private static Fitted graph(SparkComputationGraph network) {
    return new Fitted.Graph(network.getNetwork());
  }

  private void fit(
      Fitted network,
      DoubleConsumer score,
      JavaSparkContext spark,
      JavaRDD<?> origin,
      JavaRDD<Examples> examples) {
    if (stats != null) {
      stats.logFitStart();
    }
    int workers = settings.workers().orElseGet(spark::defaultParallelism);
    Fit fit = new Fit(settings, hooks, spark, network, score, heard(network), memory, stats);
    fit.run(packing, examples, origin, workers);
    packing.afterFit(origin);
    if (stats != null) {
      stats.logFitEnd(workers);
    }
  }

  /** The network's own listeners and those of the program; the latter know where to report. */
  private List<TrainingListener> heard(Fitted network) {
    List<TrainingListener> heard = new ArrayList<>(network.listeners());
    for (TrainingListener listener : listeners) {
      if (router.isPresent()
          && listener
              instanceof org.deeplearning4j.core.storage.listener.RoutingIterationListener routed) {
        routed.setStorageRouter(router.get());
      }
      heard.add(listener);
    }
    return heard;
  }

  /**
   * This master's workers are tasks of its own.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public TrainingWorker<TrainingResult> getWorkerInstance(SparkDl4jMultiLayer network) {
    throw noWorker();
  }

  /**
   * This master's workers are tasks of its own.
   *
   * @throws UnsupportedOperationException always
   */
  @Override
  public TrainingWorker<TrainingResult> getWorkerInstance(SparkComputationGraph graph) {
    throw noWorker();
  }

  private static UnsupportedOperationException noWorker() {
    return new UnsupportedOperationException(
        "TributaryTrainingMaster has no TrainingWorker: fit runs its tasks itself.");
  }

  @Override
  public void addHook(TrainingHook hook) {
    hooks.add(hook);
  }

  @Override
  public void removeHook(TrainingHook hook) {
    hooks.remove(hook);
  }

  @Override
  public void setListeners(Collection<TrainingListener> heard) {
    setListeners(null, heard);
  }

  /**
   * Listeners are told of every round at the driver, with the network as all workers share it then.
   */
  @Override
  public void setListeners(StatsStorageRouter storage, Collection<TrainingListener> heard) {
    router = Optional.ofNullable(storage);
    listeners.clear();
    listeners.addAll(heard);
  }

  @Override
  public void setCollectTrainingStats(boolean collect) {
    collectsStats = collect;
    if (!collect) {
      stats = null;
    } else if (stats == null) {
      // Deeplearning4j's own default asks a time server on the Internet.
      System.getProperties()
          .putIfAbsent(
              DL4JSystemProperties.TIMESOURCE_CLASSNAME_PROPERTY,
              SystemClockTimeSource.class.getName());
      stats = new ParameterAveragingTrainingMasterStatsHelper();
    }
  }

  @Override
  public boolean getIsCollectTrainingStats() {
    return collectsStats;
  }

  /** The times so far, or null where none are collected. */
  @Override
  public SparkTrainingStats getTrainingStats() {
    return stats == null ? null : stats.build();
  }

  /** Lets go of the packed examples. */
  @Override
  public boolean deleteTempFiles(JavaSparkContext spark) {
    packing.release();
    return true;
  }

  /** As the other. */
  @Override
  public boolean deleteTempFiles(SparkContext spark) {
    packing.release();
    return true;
  }

  @Override
  public String toJson() {
    try {
      return new ObjectMapper().writeValueAsString(described());
    } catch (JsonProcessingException cannotBe) {
      throw new IllegalStateException(cannotBe);
    }
  }

  @Override
  public String toYaml() {
    StringBuilder yaml = new StringBuilder("---\n");
    described().forEach((key, value) -> yaml.append(key + ": \"" + value + "\"\n"));
    return yaml.toString();
  }

  private Map<String, Object> described() {
    Map<String, Object> settingsByName = new LinkedHashMap<>();
    settingsByName.put("@class", getClass().getName());
    settingsByName.put("numWorkers", settings.workers().map(String::valueOf).orElse("default"));
    settingsByName.put("batchSizePerWorker", settings.batchSize());
    settingsByName.put("averagingFrequency", settings.frequency());
    settingsByName.put("saveUpdater", settings.updater() == Settings.UpdaterState.AVERAGED);
    settingsByName.put("outerStep", settings.outer().toString());
    settingsByName.put("gradientClipping", settings.clipping().toString());
    settingsByName.put("storageLevel", settings.storage().description());
    settingsByName.put("repartition", settings.repartition().name());
    settingsByName.put("engine", settings.engine().name());
    settingsByName.put("rngSeed", settings.seed());
    return settingsByName;
  }

  @Override
  public String toString() {
    return "TributaryTrainingMaster" + described();
  }
}
