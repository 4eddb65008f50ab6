package dev.tributary.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A worker's result as it travels.
 *
 * @param rest all but the vectors
 * @param vectors to be averaged: the weights, then each of the optimizer's states that outlives the
 *     round
 */
record SentResult(WorkerResult rest, List<WireVector> vectors) implements Serializable {
  private static final long serialVersionUID = 1L;

  SentResult {
    vectors = List.copyOf(vectors);
  }

  /**
   * A result on its way.
   *
   * @param shared what the worker started from; states that it doesn't hold end with the round
   * @param seed of the rounding
   */
  static SentResult of(WorkerResult result, Wire wire, SharedModel shared, long seed) {
    List<WireVector> vectors = new ArrayList<>();
    vectors.add(wire.weights(result.weights, shared.weights, seed));
    for (int s = 0; s < shared.optimizerState.length; s++) {
      vectors.add(wire.state(result.optimizerState[s], shared.optimizerState[s]));
    }
    return new SentResult(result.withoutVectors(), vectors);
  }

  /** A result that stays where it is, with all its states. */
  static SentResult whole(WorkerResult result) {
    List<WireVector> vectors = new ArrayList<>();
    vectors.add(new FloatVector(result.weights));
    Arrays.stream(result.optimizerState).map(FloatVector::new).forEach(vectors::add);
    return new SentResult(result.withoutVectors(), vectors);
  }
}
