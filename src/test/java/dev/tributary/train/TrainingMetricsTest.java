package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;
import org.junit.jupiter.api.Test;
import scala.collection.JavaConverters;

/** What Spark's metrics hold while a network trains. */
class TrainingMetricsTest {
  private final List<EpochResult> epochs = new ArrayList<>();

  /** The values of a source by name; empty where there is none. */
  private static Map<String, Object> seen(String source) {
    Map<String, Object> values = new TreeMap<>();
    for (Source each :
        JavaConverters.seqAsJavaListConverter(
                SparkEnv.get().metricsSystem().getSourcesByName(source))
            .asJava()) {
      each.metricRegistry()
          .getGauges()
          .forEach((name, gauge) -> values.put(name, gauge.getValue()));
    }
    return values;
  }

  private static Trainer trainer() {
    return AveragedRuns.trainer(
        AveragedRuns.config("learning-rate { schedule = constant, value = 0.25 }", 2),
        AveragedRuns.averaging("averaging.every = 2"),
        2);
  }

  @Test
  void followTheRun() {
    Trainer trainer = trainer();
    List<Map<String, Object>> afterRounds = new ArrayList<>();
    TrainingListener looking =
        new TrainingListener() {
          @Override
          public void epochStarted(int epoch, long examples) {}

          @Override
          public void roundFinished(FinishedRound round) {
            Map<String, Object> values = seen("tributary");
            assertThat(values.get("rounds")).isEqualTo(round.round());
            assertThat(values.get("epoch")).isEqualTo(round.epoch());
            assertThat(values.get("loss")).isEqualTo(round.epochLoss());
            assertThat(values.get("workers")).isEqualTo(round.shares().size());
            assertThat(values.get("learningRate")).isEqualTo(0.25);
            afterRounds.add(values);
          }

          @Override
          public void epochFinished(EpochResult result) {
            epochs.add(result);
          }
        };
    try (TrainingMetrics metrics = TrainingMetrics.register()) {
      trainer.run(TrainingListener.all(List.of(metrics, looking)), () -> false);
      assertThat(seen("tributary").get("examples")).isEqualTo(2 * 271L);
      double compute = epochs.stream().mapToLong(each -> each.times().compute()).sum() / 1e9;
      assertThat(seen("tributary").get("seconds.compute")).isEqualTo(compute);
    }
    assertThat(afterRounds).hasSizeGreaterThan(2);
    assertThat(seen("tributary")).isEmpty();
  }

  @Test
  void ofTrainingsSideBySideHaveNamesOfTheirOwn() {
    Examples.spark();
    try (TrainingMetrics second = afterAnother()) {
      assertThat(second.sourceName()).isEqualTo("2.tributary");
      assertThat(seen("2.tributary")).containsKey("rounds");
      assertThat(seen("tributary")).isEmpty();
    }
    assertThat(seen("2.tributary")).isEmpty();
  }

  /** One that came second, and stays. */
  private static TrainingMetrics afterAnother() {
    try (TrainingMetrics first = TrainingMetrics.register()) {
      assertThat(first.sourceName()).isEqualTo("tributary");
      return TrainingMetrics.register();
    }
  }
}
