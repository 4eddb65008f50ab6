package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.model.ClassificationMetrics;
import dev.tributary.model.Evaluation;
import dev.tributary.model.RegressionMetrics;
import dev.tributary.nn.Minibatch;
import dev.tributary.nn.TargetKind;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EvaluationSumsTest {
  @Test
  void countsClassesByTheLargestOutput() {
    EvaluationSums sums = new EvaluationSums(EvaluationSums.Kind.CLASSES, 3);
    Minibatch batch = new Minibatch(3, 1, TargetKind.CLASS_INDEX, 0);
    batch.rows = 3;
    batch.classes[0] = 2;
    batch.classes[1] = 0;
    batch.classes[2] = 2;
    sums.add(batch, 0.5, new float[] {0.1f, 0.2f, 0.7f, 0.3f, 0.6f, 0.1f, 0.8f, 0.1f, 0.1f});
    ClassificationMetrics metrics = (ClassificationMetrics) sums.evaluation().metrics();
    assertThat(metrics.count(2, 2)).isEqualTo(1);
    assertThat(metrics.count(0, 1)).isEqualTo(1);
    assertThat(metrics.count(2, 0)).isEqualTo(1);
    assertThat(metrics.accuracy().getAsDouble()).isCloseTo(1 / 3.0, within(1e-12));
  }

  @Test
  void takesTheClassOfOneHotTargets() {
    EvaluationSums sums = new EvaluationSums(EvaluationSums.Kind.CLASSES, 2);
    Minibatch batch = new Minibatch(1, 1, TargetKind.VALUES, 2);
    batch.rows = 1;
    batch.values[1] = 1;
    sums.add(batch, 0, new float[] {0.9f, 0.1f});
    assertThat(((ClassificationMetrics) sums.evaluation().metrics()).count(1, 0)).isEqualTo(1);
  }

  @Test
  void countsEachSigmoidAsADecision() {
    EvaluationSums sums = new EvaluationSums(EvaluationSums.Kind.DECISIONS, 2);
    Minibatch batch = new Minibatch(1, 1, TargetKind.VALUES, 2);
    batch.rows = 1;
    batch.values[0] = 1;
    sums.add(batch, 0, new float[] {0.4f, 0.6f});
    ClassificationMetrics metrics = (ClassificationMetrics) sums.evaluation().metrics();
    assertThat(metrics.examples()).isEqualTo(2);
    assertThat(metrics.count(1, 0)).isEqualTo(1);
    assertThat(metrics.count(0, 1)).isEqualTo(1);
  }

  /** Merged parts say what the formulas say of all examples at once, around a large mean too. */
  @Test
  void mergesRegressionsExactly() {
    Random random = new Random(1);
    int n = 1000;
    float[] targets = new float[n];
    float[] outputs = new float[n];
    double mean = 0;
    double squared = 0;
    double absolute = 0;
    for (int i = 0; i < n; i++) {
      targets[i] = 10_000 + (float) random.nextGaussian();
      outputs[i] = targets[i] + (float) random.nextGaussian() / 2;
      mean += targets[i] / (double) n;
      double error = (double) outputs[i] - targets[i];
      squared += error * error;
      absolute += Math.abs(error);
    }
    double spread = 0;
    for (float target : targets) {
      spread += (target - mean) * (target - mean);
    }
    EvaluationSums total = new EvaluationSums(EvaluationSums.Kind.VALUES, 1);
    int[] cuts = {0, 1, 1, 300, n};
    for (int c = 0; c + 1 < cuts.length; c++) {
      EvaluationSums part = new EvaluationSums(EvaluationSums.Kind.VALUES, 1);
      for (int i = cuts[c]; i < cuts[c + 1]; i++) {
        Minibatch one = new Minibatch(1, 1, TargetKind.VALUES, 1);
        one.rows = 1;
        one.values[0] = targets[i];
        part.add(one, 2, new float[] {outputs[i]});
      }
      total.add(part);
    }
    Evaluation evaluation = total.evaluation();
    RegressionMetrics metrics = (RegressionMetrics) evaluation.metrics();
    assertThat(evaluation.loss()).isEqualTo(2);
    assertThat(metrics.rmse().getAsDouble()).isCloseTo(Math.sqrt(squared / n), within(1e-9));
    assertThat(metrics.mae().getAsDouble()).isCloseTo(absolute / n, within(1e-9));
    assertThat(metrics.r2().getAsDouble()).isCloseTo(1 - squared / spread, within(1e-9));
  }
}
