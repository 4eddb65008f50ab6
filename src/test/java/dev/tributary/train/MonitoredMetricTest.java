package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.model.ClassificationMetrics;
import dev.tributary.model.Evaluation;
import dev.tributary.model.RegressionMetrics;
import dev.tributary.optim.ReduceOnPlateau;
import dev.tributary.techniques.Proves;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MonitoredMetricTest {
  private static final Evaluation CLASSES =
      new Evaluation(0.5, new ClassificationMetrics(new long[][] {{3, 1}, {0, 4}}));
  private static final Evaluation VALUES =
      new Evaluation(0.25, new RegressionMetrics(4, 1, 1, 2, 8));

  @Test
  void everyFigureOfAnEvaluationCanBeWatched() {
    assertThat(MonitoredMetric.metrics(EvaluationSums.Kind.CLASSES))
        .containsExactlyElementsOf(CLASSES.values().keySet());
    assertThat(MonitoredMetric.metrics(EvaluationSums.Kind.DECISIONS))
        .containsExactlyElementsOf(CLASSES.values().keySet());
    assertThat(MonitoredMetric.metrics(EvaluationSums.Kind.VALUES))
        .containsExactlyElementsOf(VALUES.values().keySet());
  }

  @Test
  void findsItsFigure() {
    assertThat(of("loss", CLASSES)).isEqualTo(9);
    assertThat(of("validation.loss", CLASSES)).isEqualTo(0.5);
    assertThat(of("validation.accuracy", CLASSES)).isEqualTo(7 / 8.0);
    assertThat(of("validation.rmse", VALUES)).isEqualTo(0.5);
    assertThat(of("validation.mae", VALUES)).isEqualTo(0.5);
    assertThat(of("validation.r2", VALUES)).isEqualTo(7 / 8.0);
  }

  @Test
  void lossesAndErrorsAreToFallAndAllElseIsToRise() {
    for (String name : List.of("loss", "validation.loss", "validation.rmse", "validation.mae")) {
      assertBetter(name, 0.5, 1);
    }
    for (String name : List.of("validation.accuracy", "validation.r2")) {
      assertBetter(name, 1, 0.5);
    }
  }

  private static void assertBetter(String name, double better, double worse) {
    MonitoredMetric metric = new MonitoredMetric(name);
    assertThat(metric.improves(better, worse, 0)).as(name).isTrue();
    assertThat(metric.improves(worse, better, 0)).as(name).isFalse();
    assertThat(metric.improves(worse, worse, 0)).as("the same").isFalse();
    assertThat(metric.improves(better, worse, 0.5)).as("just the change").isFalse();
    assertThat(metric.improves(better, worse, 0.49)).isTrue();
    assertThat(metric.improves(Double.NaN, worse, 0)).isFalse();
    assertThat(metric.improves(worse, Double.NaN, 0)).as("better than NaN").isTrue();
  }

  @Proves("regularization/early-stopping")
  @Test
  void earlyStoppingMindsPatienceAndMinimumChange() {
    EarlyStopping.Watch watch =
        new EarlyStopping.Watch(
            new EarlyStopping(new MonitoredMetric("loss"), 2, 0.1), EarlyStopping.Seen.NOTHING);
    SharedModel[] models = new SharedModel[5];
    double[] losses = {1, 0.8, 0.75, 0.69, 0.68};
    boolean[] stops = {false, false, false, false, false};
    for (int i = 0; i < losses.length; i++) {
      models[i] = model();
      // 0.8 is better by 0.2, 0.75 by too little, 0.69 by 0.11 than 0.8.
      assertThat(watch.stops(models[i], losses[i], Optional.empty())).isEqualTo(stops[i]);
    }
    assertThat(watch.seen().bestEpoch()).isEqualTo(4);
    assertThat(watch.seen().bestModel().orElseThrow()).isSameAs(models[3]);
    assertThat(watch.stops(model(), 0.6, Optional.empty())).as("better by 0.09").isTrue();
    assertThat(watch.seen().bestModel().orElseThrow()).isSameAs(models[3]);
  }

  /** Patience 2, halved down to 0.3 of 1; the epoch after the first change is its cooldown. */
  @Proves("schedule/reduce_on_plateau")
  @Test
  void theRateFallsOnAPlateau() {
    PlateauWatch watch =
        new PlateauWatch(
            new ReduceOnPlateau(1, "validation.loss", 0.5, 2, 0.01, 1, 0.3),
            PlateauWatch.Seen.NOTHING);
    SharedModel model = model();
    double[] losses = {3, 2, 2, 1.995, 2, 2, 2, 1, 1, 1, 1, 1, 1};
    double[] scales = {1, 1, 1, 0.5, 0.5, 0.5, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3};
    for (int i = 0; i < losses.length; i++) {
      SharedModel next =
          watch.after(model, 9, Optional.of(new Evaluation(losses[i], VALUES.metrics())));
      assertThat(next.rateScale).as("after epoch %d", i + 1).isEqualTo(scales[i]);
      assertThat(next.weights).isSameAs(model.weights);
      assertThat(next.steps).isEqualTo(model.steps);
      model = next;
    }
  }

  private static SharedModel model() {
    return new SharedModel(new float[2], new float[0], new float[0][], 10, 5, 1, new float[0][]);
  }

  private static double of(String name, Evaluation evaluation) {
    return new MonitoredMetric(name).of(9, Optional.of(evaluation), "a test");
  }
}
