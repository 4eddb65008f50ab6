package dev.tributary.interop.dl4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.TestSpark;
import dev.tributary.interop.dl4j.Numbers;
import dev.tributary.math.RandomStream;
import dev.tributary.optim.GradientClipping;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.spark.api.TrainingHook;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Deeplearning4j's programs with another master: what one machine does, on several workers. */
class TributaryTrainingMasterTest {
  private static final int WIDTH = 6;
  private static final int CLASSES = 3;
  private static final int BATCH = 8;

  @TempDir private Path folder;

  static Stream<IUpdater> updaters() {
    return Stream.of(
        new Sgd(0.1),
        new Nesterovs(0.05, 0.9),
        new Adam(0.01),
        new AdaMax(0.01),
        new Nadam(0.01),
        new AMSGrad(0.01),
        new AdaGrad(0.05),
        new RmsProp(0.01),
        new AdaDelta());
  }

  /** 50 steps of one worker, in rounds of four, batch normalization included. */
  @ParameterizedTest
  @MethodSource("updaters")
  void oneWorkerDoesWhatFitDoes(IUpdater updater) {
    assertOneWorkerDoesWhatFitDoes(updater, TributaryTrainingMaster.Engine.AUTO, 5e-4f);
  }

  @Test
  void oneWorkerDoesWhatFitDoesOnDeeplearning4jItself() {
    assertOneWorkerDoesWhatFitDoes(new Adam(0.01), TributaryTrainingMaster.Engine.DL4J, 1e-6f);
  }

  private static void assertOneWorkerDoesWhatFitDoes(
      IUpdater updater, TributaryTrainingMaster.Engine engine, float tolerance) {
    List<DataSet> minibatches = minibatches(50, BATCH, 1);
    MultiLayerNetwork alone = network(updater, true);
    minibatches.forEach(alone::fit);
    MultiLayerNetwork shared = network(updater, true);
    SparkDl4jMultiLayer spark =
        new SparkDl4jMultiLayer(
            context(),
            shared,
            new TributaryTrainingMaster.Builder(1, 1)
                .batchSizePerWorker(BATCH)
                .averagingFrequency(4)
                .engine(engine)
                .build());
    // In groups that aren't minibatches, and in two fits: what the updater remembers goes on.
    spark.fit(rdd(regrouped(minibatches.subList(0, 30), 5), 2));
    spark.fit(rdd(regrouped(minibatches.subList(30, 50), 13), 1));
    assertThat(parameters(shared)).containsExactly(parameters(alone), within(tolerance));
    if (alone.updaterState() != null) {
      assertThat(Numbers.of(shared.updaterState()))
          .containsExactly(Numbers.of(alone.updaterState()), within(tolerance));
    }
    assertThat(shared.getIterationCount()).isEqualTo(50);
    assertThat(shared.getEpochCount()).isEqualTo(2);
  }

  /** Workers of unequal minibatches, averaging after each step: gradients by examples. */
  @ParameterizedTest
  @EnumSource(TributaryTrainingMaster.Engine.class)
  void workersThatAverageEachStepDoWhatOneDoesOnTheJointMinibatches(
      TributaryTrainingMaster.Engine engine) {
    List<DataSet> first = minibatches(6, BATCH, 2);
    List<DataSet> second = minibatches(5, BATCH, 3);
    second.add(minibatches(1, 3, 4).get(0));
    MultiLayerNetwork alone = network(new Sgd(0.1), false);
    for (int i = 0; i < 6; i++) {
      alone.fit(DataSet.merge(List.of(first.get(i), second.get(i))));
    }
    MultiLayerNetwork shared = network(new Sgd(0.1), false);
    List<DataSet> both = new ArrayList<>(first);
    both.addAll(second);
    SparkDl4jMultiLayer spark =
        new SparkDl4jMultiLayer(
            context(),
            shared,
            new TributaryTrainingMaster.Builder(2, 1)
                .batchSizePerWorker(BATCH)
                .averagingFrequency(1)
                .engine(engine)
                .build());
    spark.fit(rdd(both, 2));
    assertThat(parameters(shared)).containsExactly(parameters(alone), within(1e-5f));
    assertThat(shared.getIterationCount()).isEqualTo(6);
  }

  @ParameterizedTest
  @EnumSource(TributaryTrainingMaster.Engine.class)
  void poolsRunningStatisticsAsMoments(TributaryTrainingMaster.Engine engine) {
    List<DataSet> apart = minibatches(2, BATCH, 5);
    apart.get(1).getFeatures().addi(4);
    MultiLayerNetwork shared = network(new Sgd(0), true);
    new SparkDl4jMultiLayer(
            context(),
            shared,
            new TributaryTrainingMaster.Builder(2, 1)
                .batchSizePerWorker(BATCH)
                .averagingFrequency(1)
                .engine(engine)
                .build())
        .fit(rdd(apart, 2));
    MultiLayerNetwork[] each = {network(new Sgd(0), true), network(new Sgd(0), true)};
    each[0].fit(apart.get(0));
    each[1].fit(apart.get(1));
    for (int j = 0; j < 4; j++) {
      double[] means = {statistic(each[0], "mean", j), statistic(each[1], "mean", j)};
      double[] deviations = {
        Math.pow(10, statistic(each[0], "log10stdev", j)),
        Math.pow(10, statistic(each[1], "log10stdev", j))
      };
      double mean = (means[0] + means[1]) / 2;
      double variance = 0;
      for (int i = 0; i < 2; i++) {
        variance += (deviations[i] * deviations[i] + Math.pow(means[i] - mean, 2)) / 2;
      }
      assertThat(statistic(shared, "mean", j)).isCloseTo(mean, within(1e-5));
      assertThat(Math.pow(10, 2 * statistic(shared, "log10stdev", j)))
          .isCloseTo(variance, within(1e-4));
    }
  }

  private static double statistic(MultiLayerNetwork network, String name, int unit) {
    return network.getParam("1_" + name).getDouble(unit);
  }

  /** The original drops what doesn't fill a round; here every example counts once. */
  @Test
  void dropsNoExample() {
    MultiLayerNetwork network = network(new Sgd(0.1), false);
    Counter counter = new Counter();
    network.setListeners(counter);
    SparkDl4jMultiLayer spark =
        new SparkDl4jMultiLayer(
            context(),
            network,
            new TributaryTrainingMaster.Builder(2, 1)
                .batchSizePerWorker(16)
                .averagingFrequency(5)
                .collectTrainingStats(true)
                .build());
    List<DataSet> examples = minibatches(616, 1, 6);
    spark.fit(rdd(examples, 4));
    // 308 examples of each worker: 19 minibatches of 16 and one of 4, in rounds of 5.
    assertThat(counter.iterations).containsExactly(5, 10, 15, 20);
    assertThat(counter.epochs).containsExactly(0, 0, 0, 0);
    assertThat(counter.started).isEqualTo(1);
    assertThat(counter.ended).isEqualTo(1);
    assertThat(network.getEpochCount()).isEqualTo(1);
    spark.fit(rdd(examples, 4));
    assertThat(counter.iterations).endsWith(25, 30, 35, 40);
    assertThat(counter.epochs).endsWith(1, 1, 1, 1);
    assertThat(spark.getScore()).isPositive();
    assertThat(spark.getSparkTrainingStats().statsAsString())
        .contains("ParameterAveragingMasterFitTimesMs");
  }

  private static final class Counter extends BaseTrainingListener {
    private final List<Integer> iterations = new ArrayList<>();
    private final List<Integer> epochs = new ArrayList<>();
    private int started;
    private int ended;

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      iterations.add(iteration);
      epochs.add(epoch);
    }

    @Override
    public void onEpochStart(Model model) {
      started++;
    }

    @Override
    public void onEpochEnd(Model model) {
      ended++;
    }
  }

  @Test
  void trainsGraphsOfSeveralInputsAndOutputs() {
    ComputationGraphConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(new Adam(0.01))
            .graphBuilder()
            .addInputs("a", "b")
            .addLayer("x", new DenseLayer.Builder().nIn(WIDTH).nOut(4).build(), "a")
            .addLayer("y", new DenseLayer.Builder().nIn(WIDTH).nOut(4).build(), "b")
            .addLayer("classes", output(8), "x", "y")
            .addLayer(
                "value",
                new OutputLayer.Builder(LossFunction.MSE)
                    .nIn(4)
                    .nOut(1)
                    .activation(Activation.IDENTITY)
                    .build(),
                "x")
            .setOutputs("classes", "value")
            .build();
    List<org.nd4j.linalg.dataset.api.MultiDataSet> minibatches = new ArrayList<>();
    for (DataSet each : minibatches(10, BATCH, 7)) {
      minibatches.add(
          new MultiDataSet(
              new org.nd4j.linalg.api.ndarray.INDArray[] {
                each.getFeatures(), each.getFeatures().mul(2)
              },
              new org.nd4j.linalg.api.ndarray.INDArray[] {
                each.getLabels(), each.getFeatures().getColumns(0)
              }));
    }
    ComputationGraph alone = new ComputationGraph(configuration.clone());
    alone.init();
    minibatches.forEach(alone::fit);
    ComputationGraph shared = new ComputationGraph(configuration.clone());
    shared.init();
    SparkComputationGraph spark =
        new SparkComputationGraph(
            context(),
            shared,
            new TributaryTrainingMaster.Builder(1, BATCH).batchSizePerWorker(BATCH).build());
    spark.fitMultiDataSet(context().parallelize(minibatches, 1));
    assertThat(Numbers.of(shared.params()))
        .containsExactly(Numbers.of(alone.params()), within(1e-6f));
    assertThat(shared.getConfiguration().getIterationCount()).isEqualTo(10);
  }

  @Test
  void keepsMasksAndSequencesOfUnequalLength() {
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(new Sgd(0.1))
            .list()
            .layer(new LSTM.Builder().nIn(2).nOut(3).build())
            .layer(
                new RnnOutputLayer.Builder(LossFunction.MSE)
                    .nIn(3)
                    .nOut(1)
                    .activation(Activation.IDENTITY)
                    .build())
            .build();
    List<DataSet> sequences = new ArrayList<>();
    for (int steps : new int[] {4, 4, 6}) {
      sequences.add(
          new DataSet(
              Nd4j.rand(org.nd4j.linalg.api.buffer.DataType.FLOAT, 2, 2, steps),
              Nd4j.rand(org.nd4j.linalg.api.buffer.DataType.FLOAT, 2, 1, steps),
              null,
              Nd4j.ones(org.nd4j.linalg.api.buffer.DataType.FLOAT, 2, steps).putScalar(0, 0, 0)));
    }
    MultiLayerNetwork alone = new MultiLayerNetwork(configuration.clone());
    alone.init();
    alone.fit(DataSet.merge(sequences.subList(0, 2)));
    alone.fit(sequences.get(2));
    MultiLayerNetwork shared = new MultiLayerNetwork(configuration.clone());
    shared.init();
    new SparkDl4jMultiLayer(
            context(),
            shared,
            new TributaryTrainingMaster.Builder(1, 2).batchSizePerWorker(4).build())
        .fit(rdd(sequences, 1));
    assertThat(parameters(shared)).containsExactly(parameters(alone), within(1e-6f));
  }

  @Test
  void readsFiles() {
    List<DataSet> minibatches = minibatches(4, BATCH, 8);
    for (int i = 0; i < 4; i++) {
      minibatches.get(i).save(new File(folder.toFile(), "part" + i + ".bin"));
    }
    MultiLayerNetwork alone = network(new Sgd(0.1), false);
    minibatches.forEach(alone::fit);
    MultiLayerNetwork shared = network(new Sgd(0.1), false);
    List<String> paths =
        Stream.of(0, 1, 2, 3)
            .map(i -> folder.resolve("part" + i + ".bin").toUri().toString())
            .toList();
    new SparkDl4jMultiLayer(
            context(),
            shared,
            new TributaryTrainingMaster.Builder(1, BATCH).batchSizePerWorker(BATCH).build())
        .fitPaths(context().parallelize(paths, 1));
    assertThat(parameters(shared)).containsExactly(parameters(alone), within(1e-5f));
  }

  @ParameterizedTest
  @EnumSource(TributaryTrainingMaster.Engine.class)
  void clipsTheWholeGradientAndNoRunningStatistic(TributaryTrainingMaster.Engine engine) {
    DataSet minibatch = minibatches(1, BATCH, 9).get(0);
    minibatch.getFeatures().muli(10);
    MultiLayerNetwork free = network(new Sgd(1), true);
    float[] start = parameters(free);
    free.fit(minibatch);
    MultiLayerNetwork clipped = network(new Sgd(1), true);
    new SparkDl4jMultiLayer(
            context(),
            clipped,
            new TributaryTrainingMaster.Builder(1, BATCH)
                .batchSizePerWorker(BATCH)
                .gradientClipping(new GradientClipping.ByGlobalNorm(0.01))
                .engine(engine)
                .build())
        .fit(rdd(List.of(minibatch), 1));
    assertThat(Numbers.of(clipped.getParam("1_mean")))
        .containsExactly(Numbers.of(free.getParam("1_mean")), within(1e-5f));
    float[] end = parameters(clipped);
    int statistics = 2 * 4;
    double squares = 0;
    for (int i = 0; i < end.length; i++) {
      squares += Math.pow(end[i] - start[i], 2);
    }
    for (String key : List.of("1_mean", "1_log10stdev")) {
      float[] moved = Numbers.of(clipped.getParam(key));
      float[] before = Numbers.of(network(new Sgd(1), true).getParam(key));
      for (int j = 0; j < statistics / 2; j++) {
        squares -= Math.pow(moved[j] - before[j], 2);
      }
    }
    assertThat(Math.sqrt(squares)).isCloseTo(0.01, within(1e-4));
  }

  @Test
  void callsHooksAroundEachMinibatch() {
    MultiLayerNetwork network = network(new Sgd(0.1), false);
    Hook.before = 0;
    Hook.after = 0;
    new SparkDl4jMultiLayer(
            context(),
            network,
            new TributaryTrainingMaster.Builder(1, BATCH)
                .batchSizePerWorker(BATCH)
                .trainingHooks(new Hook())
                .build())
        .fit(rdd(minibatches(3, BATCH, 10), 1));
    assertThat(Hook.before).isEqualTo(3);
    assertThat(Hook.after).isEqualTo(3);
  }

  private static final class Hook implements TrainingHook {
    private static final long serialVersionUID = 1L;
    private static int before;
    private static int after;

    @Override
    public void preUpdate(org.nd4j.linalg.dataset.api.DataSet minibatch, Model model) {
      before++;
    }

    @Override
    public void postUpdate(org.nd4j.linalg.dataset.api.DataSet minibatch, Model model) {
      after++;
    }

    @Override
    public void preUpdate(org.nd4j.linalg.dataset.api.MultiDataSet minibatch, Model model) {
      before++;
    }

    @Override
    public void postUpdate(org.nd4j.linalg.dataset.api.MultiDataSet minibatch, Model model) {
      after++;
    }
  }

  @Test
  void startsTheUpdaterAnewWhereItIsToldSo() {
    List<DataSet> minibatches = minibatches(4, BATCH, 11);
    MultiLayerNetwork alone = network(new Nesterovs(0.1, 0.9), false);
    for (DataSet each : minibatches) {
      alone.fit(each);
      alone.getUpdater().getStateViewArray().assign(0);
    }
    MultiLayerNetwork shared = network(new Nesterovs(0.1, 0.9), false);
    new SparkDl4jMultiLayer(
            context(),
            shared,
            new TributaryTrainingMaster.Builder(1, BATCH)
                .batchSizePerWorker(BATCH)
                .averagingFrequency(1)
                .saveUpdater(false)
                .build())
        .fit(rdd(minibatches, 1));
    assertThat(parameters(shared)).containsExactly(parameters(alone), within(1e-5f));
  }

  @Test
  void saysWhatABuilderTakes() {
    assertThatThrownBy(() -> new TributaryTrainingMaster.Builder(0, 1))
        .hasMessage("Invalid numWorkers: 0 (must be at least 1)");
    assertThatThrownBy(() -> new TributaryTrainingMaster.Builder(1).averagingFrequency(0))
        .hasMessage("Invalid averagingFrequency: 0 (must be at least 1)");
    assertThat(new TributaryTrainingMaster.Builder(4).build().toJson())
        .contains("\"batchSizePerWorker\":16", "\"averagingFrequency\":5");
  }

  private static JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(TestSpark.session().sparkContext());
  }

  private static JavaRDD<DataSet> rdd(List<DataSet> data, int partitions) {
    return context().parallelize(data, partitions);
  }

  private static MultiLayerNetwork network(IUpdater updater, boolean normalized) {
    NeuralNetConfiguration.ListBuilder layers =
        new NeuralNetConfiguration.Builder()
            .seed(5)
            .updater(updater)
            .list()
            .layer(new DenseLayer.Builder().nOut(4).activation(Activation.TANH).build());
    if (normalized) {
      layers.layer(new BatchNormalization.Builder().build());
    }
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            layers.layer(output(4)).setInputType(InputType.feedForward(WIDTH)).build());
    network.init();
    return network;
  }

  private static OutputLayer output(int inputs) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(inputs)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static float[] parameters(MultiLayerNetwork network) {
    return Numbers.of(network.params());
  }

  private static List<DataSet> minibatches(int count, int rows, long seed) {
    RandomStream random = new RandomStream(seed);
    List<DataSet> minibatches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] features = new float[rows * WIDTH];
      float[] labels = new float[rows * CLASSES];
      for (int j = 0; j < features.length; j++) {
        features[j] = (float) random.nextGaussian();
      }
      for (int row = 0; row < rows; row++) {
        labels[row * CLASSES + random.nextInt(CLASSES)] = 1f;
      }
      minibatches.add(
          new DataSet(
              Nd4j.create(features, new long[] {rows, WIDTH}, 'c'),
              Nd4j.create(labels, new long[] {rows, CLASSES}, 'c')));
    }
    return minibatches;
  }

  /** The same examples in groups of another size. */
  private static List<DataSet> regrouped(List<DataSet> minibatches, int rows) {
    DataSet all = DataSet.merge(minibatches);
    List<DataSet> groups = new ArrayList<>();
    for (int from = 0; from < all.numExamples(); from += rows) {
      int to = Math.min(all.numExamples(), from + rows);
      groups.add((DataSet) all.getRange(from, to));
    }
    return groups;
  }
}
