package dev.tributary.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MetricsTest {
  /** 12 cats of which 8 found, 5 dogs of which 3 found, no birds; 2 birds seen by mistake. */
  private final ClassificationMetrics animals =
      new ClassificationMetrics(new long[][] {{8, 3, 1}, {1, 3, 1}, {0, 0, 0}});

  @Test
  void countsWhatAConfusionMatrixSays() {
    assertThat(animals.examples()).isEqualTo(17);
    assertThat(animals.count(0, 1)).isEqualTo(3);
    assertThat(animals.support(0)).isEqualTo(12);
    assertThat(animals.predicted(0)).isEqualTo(9);
    assertThat(animals.accuracy()).hasValue(11 / 17.0);
    assertThat(animals.precision(0)).hasValue(8 / 9.0);
    assertThat(animals.recall(0)).hasValue(8 / 12.0);
    assertThat(animals.f1(0).getAsDouble()).isCloseTo(16 / 21.0, within(1e-15));
    assertThat(animals.precision(1)).hasValue(0.5);
    assertThat(animals.recall(1)).hasValue(0.6);
    assertThat(animals.values()).isEqualTo(Map.of("accuracy", 11 / 17.0));
  }

  @Test
  void leavesOutWhatIsUndefined() {
    assertThat(animals.precision(2)).hasValue(0);
    assertThat(animals.recall(2)).isEmpty();
    assertThat(animals.f1(2)).hasValue(0);

    ClassificationMetrics neverSaid = new ClassificationMetrics(new long[][] {{1, 0}, {2, 0}});
    assertThat(neverSaid.precision(1)).isEmpty();
    assertThat(neverSaid.recall(1)).hasValue(0);

    ClassificationMetrics nothing = new ClassificationMetrics(new long[1][1]);
    assertThat(nothing.accuracy()).isEqualTo(OptionalDouble.empty());
    assertThat(nothing.f1(0)).isEmpty();
    assertThat(nothing.values()).isEmpty();
  }

  @Test
  void keepsItsCounts() {
    long[][] confusion = {{1, 0}, {0, 1}};
    ClassificationMetrics metrics = new ClassificationMetrics(confusion);
    confusion[0][1] = 9;
    assertThat(metrics.count(0, 1)).isZero();
  }

  @Test
  void refusesWhatIsNoConfusionMatrix() {
    assertThatThrownBy(() -> new ClassificationMetrics(new long[][] {{1, 0}, {0}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 1 is [0] (must be 2 counts");
    assertThatThrownBy(() -> new ClassificationMetrics(new long[][] {{-1}}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 0 is [-1]");
    assertThatThrownBy(() -> new ClassificationMetrics(new long[0][0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no classes");
  }

  @Test
  void derivesTheMeasuresOfARegression() {
    // Targets 1, 2, 6 (mean 3, spread 4 + 1 + 9), predictions 2, 2, 4 (errors 1, 0, -2).
    RegressionMetrics metrics = new RegressionMetrics(3, 1, 5, 3, 14);

    assertThat(metrics.rmse().getAsDouble()).isCloseTo(1.2909944487, within(1e-9));
    assertThat(metrics.mae()).hasValue(1);
    assertThat(metrics.r2().getAsDouble()).isCloseTo(9 / 14.0, within(1e-15));
    assertThat(new Evaluation(0.25, metrics).values())
        .containsOnlyKeys("loss", "rmse", "mae", "r2")
        .containsEntry("loss", 0.25);
  }

  @Test
  void averagesOverOutputs() {
    RegressionMetrics metrics = new RegressionMetrics(2, 2, 16, 6, 8);
    assertThat(metrics.rmse()).hasValue(2);
    assertThat(metrics.mae()).hasValue(1.5);
    assertThat(metrics.r2()).hasValue(-1);
  }

  @Test
  void hasNoR2WhereTargetsDoNotVary() {
    assertThat(new RegressionMetrics(3, 1, 5, 3, 0).r2()).isEmpty();
    assertThat(new RegressionMetrics(3, 1, 5, 3, 0).values()).containsOnlyKeys("rmse", "mae");
    assertThat(new RegressionMetrics(0, 1, 0, 0, 0).values()).isEmpty();
  }
}
