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
 * Tributary's as {@code conf/mnist.conf} has it, every 32. Times are as on the wall, of warm JVMs.
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
    double[] exported = new double[TURNS];
    double[] inMemory = new double[TURNS];
    try (SparkSession session = LocalSpark.start()) {
      JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
      JavaRDD<DataSet> data = spark.parallelize(minibatches(), WORKERS);
      SparkDl4jMultiLayer exporting = rival(spark, RDDTrainingApproach.Export);
      SparkDl4jMultiLayer direct = rival(spark, RDDTrainingApproach.Direct);
      speed(exporting, data); // warms up
      speed(direct, data);
      for (int turn = 0; turn < TURNS; turn++) {
        ours[turn] = Job.warmSpeed("local[2]", EVERY);
        usual[turn] = Job.warmSpeed("local[2]", 32);
        exported[turn] = speed(exporting, data);
        inMemory[turn] = speed(direct, data);
      }
    }
    Table table = new Table("", "every", "examples/s", "÷ as it comes", "÷ data in memory");
    add(
        "ParameterAveragingTrainingMaster, as it comes",
        EVERY,
        exported,
        exported,
        inMemory,
        table);
    add("… data in memory (Direct)", EVERY, inMemory, exported, inMemory, table);
    add("Tributary", EVERY, ours, exported, inMemory, table);
    add("Tributary", 32, usual, exported, inMemory, table);
    table.print(System.out);
  }

  private static void add(
      String name, int every, double[] speeds, double[] exported, double[] inMemory, Table table) {
    table.add(
        name,
        Integer.toString(every),
        Spread.of(speeds).toText(0),
        ratios(speeds, exported),
        ratios(speeds, inMemory));
  }

  private static String ratios(double[] speeds, double[] others) {
    double[] ratios = new double[TURNS];
    Arrays.setAll(ratios, turn -> speeds[turn] / others[turn]);
    return Spread.of(ratios).toText(1);
  }

  private static double speed(SparkDl4jMultiLayer rival, JavaRDD<DataSet> data) {
    long started = System.nanoTime();
    rival.fit(data);
    return (double) ROUNDS * WORKERS * EVERY * BATCH * 1e9 / (System.nanoTime() - started);
  }

  private static SparkDl4jMultiLayer rival(JavaSparkContext spark, RDDTrainingApproach approach) {
    ParameterAveragingTrainingMaster master =
        new ParameterAveragingTrainingMaster.Builder(WORKERS, BATCH)
            .batchSizePerWorker(BATCH)
            .averagingFrequency(EVERY)
            .rddTrainingApproach(approach)
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
