package dev.tributary.train;

import dev.tributary.optim.ClippingTally;
import java.io.Serializable;

/** What a worker made of its segment. */
final class WorkerResult implements Serializable {
  private static final long serialVersionUID = 1L;

  final float[] weights;
  final float[] statistics;
  final float[][] optimizerState;
  final int worker;
  final int examples;
  final int steps;
  final double lossSum;

  /** Where the numbers ran out; null where they didn't. */
  final Breakdown breakdown;

  final ClippingTally clipping;
  final long computeNanos;

  /** Time until the shared model was there; the task that waited for it takes note. */
  long fetchNanos;

  /**
   * @param lossSum the sum over the examples of their minibatch's mean loss
   * @param breakdown where the numbers ran out, and the steps ended; null where they didn't
   * @param clipping what clipping saw and did
   * @param computeNanos time spent in minibatches
   */
  WorkerResult(
      float[] weights,
      float[] statistics,
      float[][] optimizerState,
      int worker,
      int examples,
      int steps,
      double lossSum,
      Breakdown breakdown,
      ClippingTally clipping,
      long computeNanos) {
    this.weights = weights;
    this.statistics = statistics;
    this.optimizerState = optimizerState;
    this.worker = worker;
    this.examples = examples;
    this.steps = steps;
    this.lossSum = lossSum;
    this.breakdown = breakdown;
    this.clipping = clipping;
    this.computeNanos = computeNanos;
  }

  /** What it had of its round. */
  FinishedRound.Share share() {
    return new FinishedRound.Share(worker, examples, computeNanos, fetchNanos);
  }

  /** The same but for weights and the optimizer's state. */
  WorkerResult withoutVectors() {
    WorkerResult rest =
        new WorkerResult(
            new float[0],
            statistics,
            new float[0][],
            worker,
            examples,
            steps,
            lossSum,
            breakdown,
            clipping,
            computeNanos);
    rest.fetchNanos = fetchNanos;
    return rest;
  }
}
