package dev.tributary.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.impl.multilayer.SparkDl4jMultiLayer;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Distributed training, Tributary's job next to Deeplearning4j's {@code
 * ParameterAveragingTrainingMaster}, both averaging every five minibatches of two workers; and
 * Tributary's as {@code conf/mnist.conf} has it, every 32. Times are as on the wall.
 */
final class Dl4jSparkBenchmark implements Benchmark {
  private static final int BATCH = 128;
  private static final int EVERY = 5;
  private static final int WORKERS = 2;
  private static final int ROUNDS = 3;
  private static final int TURNS = 3;

  @Override
  public String title() {
    return "Averaging two workers of local[2], minibatches of 128, 784-300-100-10";
  }

  @Override
  public void run() throws Exception {
    double[] ours = new double[TURNS];
    double[] usual = new double[TURNS];
    double[] theirs = new double[TURNS];
    try (SparkSession session = LocalSpark.start()) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      JavaRDD<DataSet> data = spark.parallelize(minibatches(), WORKERS);
      SparkDl4jMultiLayer rival = rival(spark);
      long examples = (long) ROUNDS * WORKERS * EVERY * BATCH;
      rival.fit(data); // warms up
      for (int turn = 0; turn < TURNS; turn++) {
        ours[turn] = examplesPerSecond(EVERY);
        usual[turn] = examplesPerSecond(32);
        long started = System.nanoTime();
        rival.fit(data);
        theirs[turn] = examples * 1e9 / (System.nanoTime() - started);
      }
    }
    Table table = new Table("", "every", "examples/s", "ours ÷ theirs");
    table.add("ParameterAveragingTrainingMaster", "5", Spread.of(theirs).toText(0), "");
    add("5", ours, theirs, table);
    add("32", usual, theirs, table);
    table.print(System.out);
  }

  private static void add(String every, double[] ours, double[] theirs, Table table) {
    double[] ratios = new double[TURNS];
    Arrays.setAll(ratios, turn -> ours[turn] / theirs[turn]);
    table.add("Tributary", every, Spread.of(ours).toText(0), Spread.of(ratios).toText(0));
  }

  private static double examplesPerSecond(int every) throws Exception {
    return Job.train("training.epochs=3", "averaging.every=" + every)
        .get("examplesPerSecond")
        .asDouble();
  }

  private static SparkDl4jMultiLayer rival(JavaSparkContext spark) {
    ParameterAveragingTrainingMaster master =
        new ParameterAveragingTrainingMaster.Builder(WORKERS, BATCH)
            .batchSizePerWorker(BATCH)
            .averagingFrequency(EVERY)
            .rddTrainingApproach(RDDTrainingApproach.Direct)
            .build();
    return new SparkDl4jMultiLayer(spark, Dl4jTraining.configuration(Topology.WIDE), master);
  }

  private static List<DataSet> minibatches() throws Exception {
    int count = ROUNDS * WORKERS * EVERY;
    Digits digits = Digits.training(count * BATCH);
    List<DataSet> minibatches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] targets = new float[BATCH * Digits.CLASSES];
      for (int row = 0; row < BATCH; row++) {
        targets[row * Digits.CLASSES + digits.label(i * BATCH + row)] = 1f;
      }
      minibatches.add(
          new DataSet(
              Nd4j.create(digits.floats(i * BATCH, (i + 1) * BATCH), BATCH, Digits.PIXELS),
              Nd4j.create(targets, BATCH, Digits.CLASSES)));
    }
    return minibatches;
  }
}
