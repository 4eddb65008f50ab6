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
        + " images";
  }

  @Override
  public void run() throws Exception {
    Table table = new Table("master", "examples/s", "test accuracy");
    try (SparkSession session = LocalSpark.start()) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      DataSet test = dataSet(Digits.test(), 0, 10_000);
      TrainingMaster<?, ?> theirs =
          new ParameterAveragingTrainingMaster.Builder(BATCH)
              .averagingFrequency(EVERY)
              .workerPrefetchNumBatches(2)
              .batchSizePerWorker(BATCH)
              .build();
      TrainingMaster<?, ?> ours =
          new TributaryTrainingMaster.Builder(BATCH)
              .averagingFrequency(EVERY)
              .workerPrefetchNumBatches(2)
              .batchSizePerWorker(BATCH)
              .build();
      double before = train(spark, theirs, test, table);
      double after = train(spark, ours, test, table);
      table.add("ours ÷ theirs", "%.0f".formatted(after / before), "");
    }
    table.print(System.out);
  }

  /** The program. */
  private static double train(
      JavaSparkContext spark, TrainingMaster<?, ?> master, DataSet test, Table table)
      throws Exception {
    JavaRDD<DataSet> data = spark.parallelize(minibatches());
    SparkDl4jMultiLayer network = new SparkDl4jMultiLayer(spark, configuration(), master);
    long started = System.nanoTime();
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      network.fit(data);
    }
    double rate = (double) EPOCHS * EXAMPLES * 1e9 / (System.nanoTime() - started);
    table.add(
        master.getClass().getSimpleName(),
        "%.0f".formatted(rate),
        "%.4f".formatted(accuracy(network.getNetwork(), test)));
    return rate;
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

  private static MultiLayerConfiguration configuration() {
    return new NeuralNetConfiguration.Builder()
        .seed(12345)
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
