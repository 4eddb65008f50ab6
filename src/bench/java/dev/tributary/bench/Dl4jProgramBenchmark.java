package dev.tributary.bench;

import dev.tributary.interop.dl4j.spark.TributaryTrainingMaster;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.spark.api.TrainingMaster;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Deeplearning4j's own example of an MLP on MNIST, by its master and by Tributary's, which is one
 * line: the test accuracy after the same epochs, and the examples a second of all of {@code fit}.
 */
final class Dl4jProgramBenchmark implements Benchmark {
  private static final int BATCH = 128;
  private static final int EVERY = 5;
  private static final int EXAMPLES = 12_800;
  private static final int EPOCHS = 10;

  private static final int SEEDS = 5;

  @Override
  public String title() {
    return "A Deeplearning4j program on local[2], 784-500-100-10, minibatches of "
        + BATCH
        + ", averaged every "
        + EVERY
        + ", "
        + EPOCHS
        + " epochs of "
        + EXAMPLES
        + " images, "
        + SEEDS
        + " seeds in turns";
  }

  @Override
  public void run() throws Exception {
    Tally theirs = new Tally();
    Tally ours = new Tally();
    try (SparkSession session = LocalSpark.start()) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      DataSet test = dataSet(Digits.test(), 0, 10_000);
      for (int seed = 1; seed <= SEEDS; seed++) {
        theirs.add(
            spark,
            new ParameterAveragingTrainingMaster.Builder(BATCH)
                .averagingFrequency(EVERY)
                .workerPrefetchNumBatches(2)
                .batchSizePerWorker(BATCH)
                .build(),
            seed,
            test);
        ours.add(
            spark,
            new TributaryTrainingMaster.Builder(BATCH)
                .averagingFrequency(EVERY)
                .workerPrefetchNumBatches(2)
                .batchSizePerWorker(BATCH)
                .build(),
            seed,
            test);
      }
    }
    Table table = new Table("master", "examples/s", "mean test accuracy", "each");
    table.add(theirs.row("ParameterAveragingTrainingMaster"));
    table.add(ours.row("TributaryTrainingMaster"));
    table.add("ours ÷ theirs", "%.1f".formatted(ours.rate() / theirs.rate()), "", "");
    table.add("matrix products alone", "%.0f".formatted(mostPossible()), "", "");
    table.print(System.out);
  }

  /** Examples a second of two threads that do nothing but the network's matrix products. */
  private static double mostPossible() {
    Products products =
        new Products(
            new Topology("784-500-100-10", List.of(Digits.PIXELS, 500, 100, Digits.CLASSES)),
            BATCH);
    double fastest = Double.MAX_VALUE;
    for (int turn = 0; turn < 10; turn++) {
      long started = System.nanoTime();
      for (int step = 0; step < 50; step++) {
        products.compute();
      }
      fastest = Math.min(fastest, (System.nanoTime() - started) / 50e9);
    }
    return 2 * BATCH / fastest;
  }

  /** What came of a master's runs. */
  private static final class Tally {
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> accuracies = new ArrayList<>();

    /** The program. */
    void add(JavaSparkContext spark, TrainingMaster<?, ?> master, int seed, DataSet test)
        throws Exception {
      JavaRDD<DataSet> data = spark.parallelize(minibatches());
      SparkDl4jMultiLayer network = new SparkDl4jMultiLayer(spark, configuration(seed), master);
      long started = System.nanoTime();
      for (int epoch = 0; epoch < EPOCHS; epoch++) {
        network.fit(data);
      }
      rates.add((double) EPOCHS * EXAMPLES * 1e9 / (System.nanoTime() - started));
      accuracies.add(accuracy(network.getNetwork(), test));
      master.deleteTempFiles(spark);
    }

    double rate() {
      return rates.stream().sorted().skip(SEEDS / 2).findFirst().orElseThrow();
    }

    String[] row(String name) {
      double mean = accuracies.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
      List<String> each = accuracies.stream().map("%.4f"::formatted).toList();
      return new String[] {
        name, "%.0f".formatted(rate()), "%.4f".formatted(mean), String.join(" ", each)
      };
    }
  }

  private static double accuracy(MultiLayerNetwork network, DataSet test) {
    return network
        .output(test.getFeatures())
        .argMax(1)
        .eq(test.getLabels().argMax(1))
        .castTo(org.nd4j.linalg.api.buffer.DataType.FLOAT)
        .meanNumber()
        .doubleValue();
  }

  private static MultiLayerConfiguration configuration(int seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .activation(Activation.LEAKYRELU)
        .weightInit(WeightInit.XAVIER)
        .updater(new Nesterovs(0.02))
        .l2(1e-4)
        .list()
        .layer(new DenseLayer.Builder().nIn(Digits.PIXELS).nOut(500).build())
        .layer(new DenseLayer.Builder().nIn(500).nOut(100).build())
        .layer(
            new OutputLayer.Builder(LossFunction.NEGATIVELOGLIKELIHOOD)
                .activation(Activation.SOFTMAX)
                .nIn(100)
                .nOut(Digits.CLASSES)
                .build())
        .build();
  }

  private static List<DataSet> minibatches() throws Exception {
    Digits digits = Digits.training(EXAMPLES);
    List<DataSet> minibatches = new ArrayList<>();
    for (int from = 0; from < EXAMPLES; from += BATCH) {
      minibatches.add(dataSet(digits, from, from + BATCH));
    }
    return minibatches;
  }

  private static DataSet dataSet(Digits digits, int from, int to) {
    float[] targets = new float[(to - from) * Digits.CLASSES];
    for (int row = from; row < to; row++) {
      targets[(row - from) * Digits.CLASSES + digits.label(row)] = 1f;
    }
    return new DataSet(
        Nd4j.create(digits.floats(from, to), new long[] {to - from, Digits.PIXELS}, 'c'),
        Nd4j.create(targets, new long[] {to - from, Digits.CLASSES}, 'c'));
  }
}
