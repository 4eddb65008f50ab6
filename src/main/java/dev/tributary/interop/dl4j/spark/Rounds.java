package dev.tributary.interop.dl4j.spark;

import dev.tributary.data.Jobs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.spark.impl.paramavg.stats.ParameterAveragingTrainingMasterStats.ParameterAveragingTrainingMasterStatsHelper;

/**
 * Goes through all minibatches once, a round at a time: each worker takes its next few from the
 * shared parameters, and their average, weighted by examples, is shared next. A worker that has
 * none left doesn't take part any more.
 */
final class Rounds {
  private final JavaSparkContext spark;
  private final Learner.Maker maker;
  private final Averaging averaging;
  private final int frequency;
  private final ParameterAveragingTrainingMasterStatsHelper stats;

  /**
   * @param frequency minibatches of each worker in a round
   * @param stats is told of the times, or null
   */
  Rounds(
      JavaSparkContext spark,
      Learner.Maker maker,
      Averaging averaging,
      int frequency,
      ParameterAveragingTrainingMasterStatsHelper stats) {
    this.spark = spark;
    this.maker = maker;
    this.averaging = averaging;
    this.frequency = frequency;
    this.stats = stats;
  }

  /** What a round came to. */
  record Outcome(Shared shared, double score, long examples) {}

  /**
   * Trains.
   *
   * @param minibatches how many the busiest worker has
   * @param each is told of every round
   */
  void run(JavaRDD<Held> held, Shared start, int minibatches, Consumer<Outcome> each) {
    Shared shared = start;
    for (int round = 0; round * frequency < minibatches; round++) {
      List<Learned> results = results(held, shared, round);
      if (stats != null) {
        stats.logProcessParamsUpdaterStart();
      }
      shared = averaging.combine(shared, results);
      long examples = results.stream().mapToLong(result -> result.examples).sum();
      double score = results.stream().mapToDouble(result -> result.scoreSum).sum() / examples;
      each.accept(new Outcome(shared, score, examples));
      if (stats != null) {
        stats.logProcessParamsUpdaterEnd();
      }
    }
  }

  private List<Learned> results(JavaRDD<Held> held, Shared shared, int round) {
    if (stats != null) {
      stats.logBroadcastStart();
    }
    Handover handover = Handover.of(spark, maker.run() + "/" + round, shared);
    if (stats != null) {
      stats.logBroadcastEnd();
      stats.logMapPartitionsStart();
    }
    try {
      List<Learned> results = new ArrayList<>();
      JavaRDD<Learned> learned =
          held.mapPartitionsWithIndex(new RoundTask(maker, handover, round, frequency), true);
      Jobs.described(spark.sc(), "training: round " + (round + 1), learned::collect)
          .forEach(result -> results.add(handover.received(result)));
      if (stats != null) {
        stats.logMapPartitionsEnd(held.getNumPartitions());
      }
      return results;
    } finally {
      handover.close();
    }
  }

  /** The weights of an average over several vectors, taken in double and in worker order. */
  static float[] average(List<float[]> vectors, long[] examples) {
    if (vectors.size() == 1) {
      return vectors.get(0).clone();
    }
    double[] sum = new double[vectors.get(0).length];
    for (int i = 0; i < examples.length; i++) {
      float[] vector = vectors.get(i);
      for (int j = 0; j < sum.length; j++) {
        sum[j] += (double) examples[i] * vector[j];
      }
    }
    double all = Arrays.stream(examples).sum();
    float[] average = new float[sum.length];
    for (int j = 0; j < sum.length; j++) {
      average[j] = (float) (sum[j] / all);
    }
    return average;
  }
}
