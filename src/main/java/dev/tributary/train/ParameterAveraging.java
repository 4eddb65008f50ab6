package dev.tributary.train;

import dev.tributary.nn.ParameterLayout;
import dev.tributary.optim.OuterStep;
import dev.tributary.optim.Projection;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

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
   * How many vectors of each worker are averaged.
   *
   * @param states the optimizer's
   */
  int vectors(int states) {
    return switch (statePolicy) {
      case AVERAGE -> 1 + states;
      case RESET -> 1;
    };
  }

  /**
   * The next shared model.
   *
   * @param before the one that the workers started from
   * @param results in worker order, at least one
   */
  SharedModel combine(SharedModel before, List<WorkerResult> results) {
    return combine(before, new RoundResults(results, Optional.empty()));
  }

  private SharedModel combine(SharedModel before, RoundResults round) {
    List<WorkerResult> results = round.workers();
    Averages averages = round.averages().orElseGet(() -> Averages.of(results, statePolicy));
    int steps = results.stream().mapToInt(result -> result.steps).max().orElseThrow();
    float[][] state =
        switch (statePolicy) {
          case AVERAGE -> averages.optimizerState;
          case RESET -> new float[before.optimizerState.length][before.weights.length];
        };
    long stateSteps =
        switch (statePolicy) {
          case AVERAGE -> before.stateSteps + steps;
          case RESET -> 0;
        };
    float[] weights = averages.weights;
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
  SharedModel combine(SharedModel before, RoundResults results, Projection projection) {
    SharedModel next = combine(before, results);
    if (!outer.isNone()) {
      projection.apply(next.weights);
    } else if (results.workers().size() > 1) {
      projection.applyToAverage(next.weights);
    }
    return next;
  }

  private float[] pool(List<WorkerResult> results) {
    PooledMoments pooled = new PooledMoments(statistics);
    for (WorkerResult result : results) {
      pooled.add(result.statistics, result.examples);
    }
    return pooled.statistics();
  }
}
