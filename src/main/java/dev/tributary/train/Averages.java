package dev.tributary.train;

import java.util.Arrays;
import java.util.List;

/**
 * The vectors that workers sent, averaged: {@code Σ nᵢ vᵢ / Σ nᵢ} over their examples {@code nᵢ},
 * in worker order.
 */
final class Averages {
  final float[] weights;

  /** None where it doesn't outlive a round. */
  final float[][] optimizerState;

  /**
   * @param vectors the weights' average, then those of the states
   */
  Averages(float[][] vectors) {
    this.weights = vectors[0];
    this.optimizerState = Arrays.copyOfRange(vectors, 1, vectors.length);
  }

  /** Of results in worker order. */
  static Averages of(List<SentResult> results) {
    float[][] averages = new float[results.get(0).vectors().size()][];
    for (int v = 0; v < averages.length; v++) {
      int slot = v;
      averages[v] =
          WeightedAverage.of(
              results.stream()
                  .map(result -> result.vectors().get(slot).values())
                  .toArray(float[][]::new),
              results.stream().mapToDouble(result -> result.rest().examples).toArray());
    }
    return new Averages(averages);
  }
}
