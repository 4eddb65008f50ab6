package dev.tributary.train;

import dev.tributary.nn.ParameterLayout;
import dev.tributary.optim.OuterStep;
import dev.tributary.optim.Projection;
import java.util.Arrays;
import java.util.List;

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
  private final Wire wire;

  /**
   * @param statistics where the moving statistics lie
   * @param statePolicy what becomes of the optimizer's state
   * @param outer what becomes of the average
   * @param wire how the workers' vectors travel
   */
  ParameterAveraging(
      ParameterLayout statistics, OptimizerStatePolicy statePolicy, OuterStep outer, Wire wire) {
    this.statistics = statistics;
    this.statePolicy = statePolicy;
    this.outer = outer;
    this.wire = wire;
  }

  /**
   * The next shared model.
   *
   * @param before the one that the workers started from
   * @param round of at least one worker
   */
  SharedModel combine(SharedModel before, RoundResults round) {
    List<WorkerResult> results = round.workers();
    int steps = results.stream().mapToInt(result -> result.steps).max().orElseThrow();
    float[][] state = round.averages().optimizerState.clone();
    for (int s = 0; s < before.optimizerState.length; s++) {
      state[s] = wire.reached(before.optimizerState[s], state[s]);
    }
    long stateSteps =
        switch (statePolicy) {
          case AVERAGE -> before.stateSteps + steps;
          case RESET -> 0;
        };
    float[] weights = wire.reached(before.weights, round.averages().weights);
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
   * @param projection of the weights, which those of the workers satisfy
   */
  SharedModel combine(SharedModel before, RoundResults results, Projection projection) {
    SharedModel next = combine(before, results);
    if (!outer.isNone() || wire.isCoded()) {
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
