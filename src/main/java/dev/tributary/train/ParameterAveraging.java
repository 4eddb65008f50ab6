package dev.tributary.train;

import dev.tributary.nn.ParameterLayout;
import dev.tributary.optim.OuterStep;
import dev.tributary.optim.Projection;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Makes one shared model of what the workers return.
 *
 * <p>Weights and optimizer state: {@code Σ nᵢ wᵢ / Σ nᵢ} over the workers' examples {@code nᵢ},
 * taken in worker order and in double, so that the result doesn't depend on which worker was faster
 * and one worker's comes back bit for bit. Moving statistics are pooled as moments: {@link
 * PooledMoments}. The {@link OuterStep} then says how far the weights follow their average.
 */
final class ParameterAveraging {
  private final ParameterLayout statistics;
  private final OptimizerStatePolicy statePolicy;
  private final OuterStep outer;

  /**
   * @param statistics where the moving statistics lie
   * @param statePolicy what becomes of the optimizer's state
   * @param outer what becomes of the average
   */
  ParameterAveraging(
      ParameterLayout statistics, OptimizerStatePolicy statePolicy, OuterStep outer) {
    this.statistics = statistics;
    this.statePolicy = statePolicy;
    this.outer = outer;
  }

  /**
   * The next shared model.
   *
   * @param before the one that the workers started from
   * @param results in worker order, at least one
   */
  SharedModel combine(SharedModel before, List<WorkerResult> results) {
    int steps = results.stream().mapToInt(result -> result.steps).max().orElseThrow();
    float[][] state = new float[before.optimizerState.length][];
    for (int s = 0; s < state.length; s++) {
      int slot = s;
      state[s] =
          switch (statePolicy) {
            case AVERAGE -> average(results, result -> result.optimizerState[slot]);
            case RESET -> new float[before.weights.length];
          };
    }
    long stateSteps =
        switch (statePolicy) {
          case AVERAGE -> before.stateSteps + steps;
          case RESET -> 0;
        };
    float[] weights = average(results, result -> result.weights);
    float[][] outerState =
        Arrays.stream(before.outerState).map(float[]::clone).toArray(float[][]::new);
    outer.apply(before.weights, weights, outerState);
    return new SharedModel(
        weights,
        pool(results),
        state,
        before.steps + steps,
        stateSteps,
        before.rateScale,
        outerState);
  }

  /**
   * The next shared model, its weights projected onto the nearest that satisfy the constraint.
   *
   * @param projection of the weights, which those of the results satisfy
   */
  SharedModel combine(SharedModel before, List<WorkerResult> results, Projection projection) {
    SharedModel next = combine(before, results);
    if (!outer.isNone()) {
      projection.apply(next.weights);
    } else if (results.size() > 1) {
      projection.applyToAverage(next.weights);
    }
    return next;
  }

  private static float[] average(
      List<WorkerResult> results, Function<WorkerResult, float[]> vector) {
    double examples = examples(results);
    double[] sums = weighted(results.get(0), vector);
    for (WorkerResult result : results.subList(1, results.size())) {
      float[] values = vector.apply(result);
      double weight = result.examples;
      for (int i = 0; i < sums.length; i++) {
        sums[i] += weight * values[i];
      }
    }
    float[] average = new float[sums.length];
    for (int i = 0; i < sums.length; i++) {
      average[i] = (float) (sums[i] / examples);
    }
    return average;
  }

  /** Where the sums start: not from 0, to which adding -0 gives +0. */
  private static double[] weighted(WorkerResult first, Function<WorkerResult, float[]> vector) {
    float[] values = vector.apply(first);
    double[] sums = new double[values.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = (double) first.examples * values[i];
    }
    return sums;
  }

  private float[] pool(List<WorkerResult> results) {
    PooledMoments pooled = new PooledMoments(statistics);
    for (WorkerResult result : results) {
      pooled.add(result.statistics, result.examples);
    }
    return pooled.statistics();
  }

  private static double examples(List<WorkerResult> results) {
    return results.stream().mapToLong(result -> result.examples).sum();
  }
}
