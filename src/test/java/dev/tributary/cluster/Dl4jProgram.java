package dev.tributary.cluster;

import dev.tributary.interop.dl4j.spark.TributaryTrainingMaster;
import dev.tributary.interop.dl4j.spark.TributaryTrainingMaster.Engine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A program of Deeplearning4j with Tributary's master. It says each round, and what the network is
 * in the end; {@code spark.dl4j.program.engine} says what computes.
 */
public final class Dl4jProgram {
  private static final int INPUTS = 20;
  private static final int CLASSES = 3;
  private static final int MINIBATCHES = 60;
  private static final int BATCH = 32;
  private static final int PAUSE_AFTER = 6;

  private Dl4jProgram() {}

  public static void main(String[] arguments) {
    SparkConf conf = new SparkConf();
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      run(spark, Engine.valueOf(conf.get("spark.dl4j.program.engine")))
          .forEach(System.out::println);
    }
  }

  /** Trains; says what came of it. */
  static List<String> run(JavaSparkContext spark, Engine engine) {
    TributaryTrainingMaster master =
        new TributaryTrainingMaster.Builder(2, BATCH)
            .batchSizePerWorker(BATCH)
            .averagingFrequency(2)
            .engine(engine)
            .build();
    SparkDl4jMultiLayer network = new SparkDl4jMultiLayer(spark, configuration(), master);
    network.setListeners(new Teller());
    network.fit(spark.parallelize(examples(), 4));
    float[] parameters = network.getNetwork().params().toFloatVector();
    float[] updater = network.getNetwork().getUpdater().getStateViewArray().toFloatVector();
    return List.of(
        "result: iterations " + network.getNetwork().getIterationCount(),
        "result: parameters " + Arrays.hashCode(parameters),
        "result: updater " + Arrays.hashCode(updater));
  }

  private static final class Teller extends BaseTrainingListener {
    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      System.out.println("iteration " + iteration + " done");
      System.out.flush();
      if (iteration == PAUSE_AFTER) {
        pause();
      }
    }
  }

  /** Long enough for someone who watches to do something. */
  private static void pause() {
    try {
      Thread.sleep(1500);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static MultiLayerConfiguration configuration() {
    return new NeuralNetConfiguration.Builder()
        .seed(7)
        .updater(new Adam(0.01))
        .list()
        .layer(
            new DenseLayer.Builder().nIn(INPUTS).nOut(30).activation(Activation.IDENTITY).build())
        .layer(new BatchNormalization.Builder().nOut(30).build())
        .layer(new DenseLayer.Builder().nIn(30).nOut(20).activation(Activation.RELU).build())
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(20)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build())
        .build();
  }

  private static List<DataSet> examples() {
    Random random = new Random(3);
    List<DataSet> sets = new ArrayList<>();
    for (int i = 0; i < MINIBATCHES; i++) {
      float[] features = new float[BATCH * INPUTS];
      float[] labels = new float[BATCH * CLASSES];
      for (int j = 0; j < features.length; j++) {
        features[j] = (float) random.nextGaussian();
      }
      for (int row = 0; row < BATCH; row++) {
        labels[row * CLASSES + random.nextInt(CLASSES)] = 1;
      }
      sets.add(
          new DataSet(
              Nd4j.create(features, new long[] {BATCH, INPUTS}, 'c'),
              Nd4j.create(labels, new long[] {BATCH, CLASSES}, 'c')));
    }
    return sets;
  }
}
