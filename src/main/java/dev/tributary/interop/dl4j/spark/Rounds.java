package dev.tributary.interop.dl4j.spark;

import dev.tributary.data.Jobs;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
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
   * @param minibatches how many each worker has
   * @param each is told of every round
   */
  void run(JavaRDD<Held> held, Shared start, List<Integer> minibatches, Consumer<Outcome> each) {
    Shared shared = start;
    int busiest = Collections.max(minibatches);
    for (int round = 0; round * frequency < busiest; round++) {
      int done = round * frequency;
      List<Integer> taking =
          IntStream.range(0, minibatches.size())
              .filter(worker -> minibatches.get(worker) > done)
              .boxed()
              .toList();
      List<Learned> results = results(held, shared, round, taking);
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

  private List<Learned> results(
      JavaRDD<Held> held, Shared shared, int round, List<Integer> taking) {
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
      RoundTask task = new RoundTask(maker, handover, round, frequency);
      Jobs.described(
              spark.sc(),
              "training: round " + (round + 1),
              () -> task.on(held, taking, Learned.class))
          .forEach(result -> results.add(handover.received(result)));
      if (stats != null) {
        stats.logMapPartitionsEnd(taking.size());
      }
      return results;
    } finally {
      handover.close();
    }
  }
}
