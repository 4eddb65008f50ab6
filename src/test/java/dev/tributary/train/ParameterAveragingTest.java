package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.nn.Network;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import dev.tributary.optim.ClippingTally;
import dev.tributary.optim.OuterStep;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ParameterAveragingTest {
  private static final NetworkSpec SPEC =
      Examples.network(
          "{type = batch_normalization}, {type = dense, units = 3, activation = softmax}");
  private static final Network NETWORK = new Network(SPEC, Shape.of(2), 1);

  @Test
  void weighsByExamples() {
    SharedModel next =
        averaging(OptimizerStatePolicy.AVERAGE)
            .combine(
                before(2),
                round(
                    result(1, 30, new float[] {1, 8}, new float[] {0, 0, 1, 1}, 0.5f),
                    result(2, 10, new float[] {5, 4}, new float[] {0, 0, 1, 1}, 4.5f)));
    assertThat(next.weights).containsExactly(2, 7);
    assertThat(next.optimizerState[0]).containsExactly(1.5f, 1.5f);
  }

  @Test
  void givesOneWorkersModelBackBitForBit() {
    float[] odd = {-0f, 0.1f, Float.MIN_VALUE, -Float.MAX_VALUE, 1e-30f, 3f};
    float[] statistics = {1e4f, -3.3f, 1e-7f, 0.3f};
    SharedModel next =
        averaging(OptimizerStatePolicy.AVERAGE)
            .combine(before(6), round(result(0, 1_000_003, odd, statistics, -0f)));
    assertThat(Examples.bits(next.weights)).isEqualTo(Examples.bits(odd));
    assertThat(Examples.bits(next.statistics)).isEqualTo(Examples.bits(statistics));
    assertThat(Float.floatToRawIntBits(next.optimizerState[0][0]))
        .isEqualTo(Float.floatToRawIntBits(-0f));
  }

  /** The pooled moments of groups are the moments of all examples together. */
  @Test
  void poolsMovingStatisticsAsMoments() {
    Random random = new Random(5);
    int[] sizes = {40, 17, 3};
    double[] centers = {100, 103, 90};
    double sum = 0;
    double squares = 0;
    int count = 0;
    WorkerResult[] results = new WorkerResult[3];
    for (int g = 0; g < sizes.length; g++) {
      double[] values = new double[sizes[g]];
      double mean = 0;
      for (int i = 0; i < values.length; i++) {
        values[i] = centers[g] + random.nextGaussian();
        mean += values[i] / values.length;
      }
      double variance = 0;
      for (double value : values) {
        variance += (value - mean) * (value - mean) / values.length;
        sum += value;
        squares += value * value;
        count++;
      }
      float[] statistics = {(float) mean, (float) mean, (float) variance, (float) variance};
      results[g] = result(g, sizes[g], new float[] {0, 0}, statistics, 0);
    }
    double mean = sum / count;
    double variance = squares / count - mean * mean;

    SharedModel next = averaging(OptimizerStatePolicy.AVERAGE).combine(before(2), round(results));
    for (int unit = 0; unit < 2; unit++) {
      assertThat((double) next.statistics[unit]).isCloseTo(mean, within(1e-4));
      assertThat((double) next.statistics[2 + unit]).isCloseTo(variance, within(1e-3));
    }
    double average = (40 * results[0].statistics[2] + 17 * results[1].statistics[2]) / 57;
    assertThat((double) next.statistics[2]).as("not the average").isGreaterThan(2 * average);
  }

  @Test
  void countsTheStepsOfTheBusiestWorker() {
    WorkerResult slow = result(0, 4, new float[2], new float[4], 0);
    WorkerResult busy =
        new WorkerResult(
            new float[2], new float[4], new float[1][2], 1, 40, 5, 0, null, new ClippingTally(), 0);
    SharedModel kept =
        averaging(OptimizerStatePolicy.AVERAGE).combine(before(2), round(slow, busy));
    assertThat(kept.steps).isEqualTo(15);
    assertThat(kept.stateSteps).isEqualTo(8);
    SharedModel reset = averaging(OptimizerStatePolicy.RESET).combine(before(2), round(slow, busy));
    assertThat(reset.steps).isEqualTo(15);
    assertThat(reset.stateSteps).isZero();
    assertThat(reset.rateScale).isEqualTo(0.5);
  }

  /** As those of a frozen layer: momentum must not take rounding for a move. */
  @Test
  void weightsThatNoWorkerMovedKeepTheirBitsUnderMomentum() {
    float[] odd = {-0f, 0.1f, Float.MIN_VALUE, -Float.MAX_VALUE, 1e-30f, 0.3f};
    float[] statistics = {0, 0, 1, 1};
    OuterStep outer = new OuterStep.Momentum(0.9, 0.7);
    ParameterAveraging averaging =
        new ParameterAveraging(
            NETWORK.statistics(), OptimizerStatePolicy.AVERAGE, outer, Wire.FLOAT32);
    SharedModel model =
        new SharedModel(
            odd.clone(), statistics, new float[1][odd.length], 0, 0, 1, outer.newState(odd.length));
    for (int round = 0; round < 3; round++) {
      model =
          averaging.combine(
              model,
              round(
                  result(0, 1_000_003, model.weights.clone(), statistics, 0),
                  result(1, 77_777, model.weights.clone(), statistics, 0),
                  result(2, 3, model.weights.clone(), statistics, 0)));
    }
    assertThat(Examples.bits(model.weights)).isEqualTo(Examples.bits(odd));
    assertThat(model.outerState[0]).containsOnly(0f);
  }

  private static ParameterAveraging averaging(OptimizerStatePolicy policy) {
    return new ParameterAveraging(NETWORK.statistics(), policy, new OuterStep.None(), Wire.FLOAT32);
  }

  private static RoundResults round(WorkerResult... results) {
    return RoundResults.of(Arrays.stream(results).map(SentResult::whole).toList());
  }

  private static SharedModel before(int weights) {
    return new SharedModel(
        new float[weights], new float[4], new float[1][weights], 10, 3, 0.5, new float[0][]);
  }

  private static WorkerResult result(
      int worker, int examples, float[] weights, float[] statistics, float state) {
    float[] states = new float[weights.length];
    Arrays.fill(states, state);
    return new WorkerResult(
        weights,
        statistics,
        new float[][] {states},
        worker,
        examples,
        1,
        0,
        null,
        new ClippingTally(),
        0);
  }
}
