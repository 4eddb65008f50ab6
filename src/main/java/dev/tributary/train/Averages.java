package dev.tributary.train;

import java.util.List;
import java.util.function.Function;

/**
 * The workers' vectors, averaged: {@code Σ nᵢ wᵢ / Σ nᵢ} over their examples {@code nᵢ}, in worker
 * order.
 */
final class Averages {
  final float[] weights;

  /** None where it doesn't outlive a round. */
  final float[][] optimizerState;

  Averages(float[] weights, float[][] optimizerState) {
    this.weights = weights;
    this.optimizerState = optimizerState;
  }

  /** Of results that hold their vectors. */
  static Averages of(List<WorkerResult> results, OptimizerStatePolicy policy) {
    int states =
        switch (policy) {
          case AVERAGE -> results.get(0).optimizerState.length;
          case RESET -> 0;
        };
    float[][] state = new float[states][];
    for (int s = 0; s < states; s++) {
      int slot = s;
      state[s] = average(results, result -> result.optimizerState[slot]);
    }
    return new Averages(average(results, result -> result.weights), state);
  }

  private static float[] average(
      List<WorkerResult> results, Function<WorkerResult, float[]> vector) {
    return WeightedAverage.of(
        results.stream().map(vector).toArray(float[][]::new),
        results.stream().mapToDouble(result -> result.examples).toArray());
  }
}
