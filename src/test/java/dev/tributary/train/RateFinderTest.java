package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import dev.tributary.config.JobFile;
import dev.tributary.data.Shard;
import dev.tributary.data.ShardSet;
import dev.tributary.nn.Network;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import dev.tributary.optim.GradientClipping;
import dev.tributary.optim.LearningRateSchedule;
import dev.tributary.optim.RateCurve;
import dev.tributary.optim.Sgd;
import dev.tributary.optim.UpdateRule;
import dev.tributary.techniques.Proves;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateFinderTest {
  private static final int ROWS = 200;
  private static final int WIDTH = 5;

  @Proves("diagnosis/find-rate")
  @Test
  void gradientDescentOnAQuadraticRunsAwayBeyondTwoOverItsCurvature() {
    Random random = new Random(2);
    float[] features = new float[ROWS * WIDTH];
    float[] values = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      for (int j = 0; j < WIDTH; j++) {
        features[row * WIDTH + j] = (float) ((1 + j) * random.nextGaussian());
        values[row] += features[row * WIDTH + j];
      }
      values[row] += (float) random.nextGaussian();
    }
    RateCurve curve = finder(features, values).find(1e-5, 10, 600);
    List<RateCurve.Point> points = curve.points();
    double blowUp = points.get(points.size() - 1).rate();
    double limit = 2 / curvature(features);

    assertThat(curve.runaway()).isTrue();
    assertThat(blowUp).isBetween(limit, 2.5 * limit);
    assertThat(curve.steepest().orElseThrow()).isLessThan(limit);
    assertThat(points.get(0).rate()).isEqualTo(1e-5);
    assertThat(points.get(1).rate() / points.get(0).rate())
        .isCloseTo(Math.pow(1e6, 1 / 599.0), offset(1e-9));
  }

  /**
   * The largest eigenvalue of the loss's second derivative, {@code 2/n XᵀX}, by power iteration.
   */
  private static double curvature(float[] features) {
    double[] vector = {1, 1, 1, 1, 1};
    double length = 0;
    for (int i = 0; i < 200; i++) {
      double[] next = new double[WIDTH];
      for (int row = 0; row < ROWS; row++) {
        double product = 0;
        for (int j = 0; j < WIDTH; j++) {
          product += features[row * WIDTH + j] * vector[j];
        }
        for (int j = 0; j < WIDTH; j++) {
          next[j] += 2 * product * features[row * WIDTH + j] / ROWS;
        }
      }
      length = 0;
      for (double each : next) {
        length += each * each;
      }
      length = Math.sqrt(length);
      for (int j = 0; j < WIDTH; j++) {
        vector[j] = next[j] / length;
      }
    }
    return length;
  }

  private static RateFinder finder(float[] features, float[] values) {
    Shard shard = Shard.ofFloats(WIDTH, features, new int[0], values);
    ShardSet data = Examples.distributed(List.of(shard));
    String job = "model.layers = [{type = dense, units = 1}]\ntraining.loss = mse";
    NetworkSpec spec =
        JobFile.parse("test", job, List.of())
            .read(root -> NetworkSpec.read(root.section("model"), root.section("training")));
    return new Trainer(
            Examples.spark(),
            new TrainerSetup(
                new TrainingConfig(
                    UpdateRule.of(new Sgd(), new GradientClipping.None()),
                    new LearningRateSchedule.Constant(0.1),
                    ROWS,
                    1,
                    Optional.empty(),
                    StatisticsPolicy.MOVING,
                    3),
                new AveragingConfig(OptionalInt.of(1), 1, OptimizerStatePolicy.AVERAGE),
                1),
            new StartingNetwork(new Network(spec, Shape.of(WIDTH), 1), TargetKind.VALUES),
            new TrainingData(data))
        .rateFinder();
  }
}
