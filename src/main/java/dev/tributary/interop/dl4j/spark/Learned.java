package dev.tributary.interop.dl4j.spark;

import java.io.Serializable;

/** What a worker made of a round's examples. */
final class Learned implements Serializable {
  private static final long serialVersionUID = 1L;

  final int worker;
  final float[] weights;
  final float[] statistics;
  final float[][] state;
  final int steps;
  final long examples;
  final double scoreSum;

  /**
   * @param steps how many the updater took
   * @param scoreSum of the examples, before each step
   */
  Learned(
      int worker,
      float[] weights,
      float[] statistics,
      float[][] state,
      int steps,
      long examples,
      double scoreSum) {
    this.worker = worker;
    this.weights = weights;
    this.statistics = statistics;
    this.state = state;
    this.steps = steps;
    this.examples = examples;
    this.scoreSum = scoreSum;
  }

  /** The same without its vectors. */
  Learned withoutVectors() {
    return new Learned(
        worker, new float[0], new float[0], new float[0][], steps, examples, scoreSum);
  }
}
