package dev.tributary.interop.dl4j.spark;

import java.io.Serializable;

/** What the workers of a round start from; treated as immutable. */
final class Shared implements Serializable {
  private static final long serialVersionUID = 1L;

  final float[] weights;
  final float[] statistics;
  final float[][] state;
  final int iteration;
  final int epoch;

  /**
   * @param weights the parameters, flat, in the order of the learner
   * @param statistics the running statistics, where the learner has them apart
   * @param state what the updater remembers
   * @param iteration minibatches so far, on the busiest worker of each round
   * @param epoch how often the data were gone through
   */
  Shared(float[] weights, float[] statistics, float[][] state, int iteration, int epoch) {
    this.weights = weights;
    this.statistics = statistics;
    this.state = state;
    this.iteration = iteration;
    this.epoch = epoch;
  }
}
