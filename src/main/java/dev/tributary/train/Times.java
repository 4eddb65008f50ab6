package dev.tributary.train;

import java.util.List;

/**
 * Where time went, in nanoseconds of the driver's clock. The first four are all that passes from
 * one shared model to the next.
 *
 * @param compute what the slowest worker of each round spent in minibatches
 * @param broadcast how long the driver took to offer the shared model, and by how much fetching it
 *     made the longest task longer
 * @param waiting starting tasks, bringing their results to the driver, and all else
 * @param sum making one shared model of the workers'
 * @param evaluate wall time of evaluations, and of passes over the data that train nothing
 */
public record Times(long compute, long broadcast, long waiting, long sum, long evaluate) {
  public static final Times ZERO = new Times(0, 0, 0, 0, 0);

  /**
   * A round's.
   *
   * @param offer until the shared model could be fetched
   * @param job from then until the results were there
   * @param sum from then until there was one model
   */
  static Times ofRound(long offer, long job, long sum, List<WorkerResult> results) {
    long slowest = 0;
    long longest = 0;
    for (WorkerResult result : results) {
      slowest = Math.max(slowest, result.computeNanos);
      longest = Math.max(longest, result.fetchNanos + result.computeNanos);
    }
    // Clocks of different machines don't run quite alike.
    longest = Math.min(longest, job);
    slowest = Math.min(slowest, longest);
    return new Times(slowest, offer + longest - slowest, job - longest, sum, 0);
  }

  /** Of something that trains nothing. */
  static Times evaluation(long nanos) {
    return new Times(0, 0, 0, 0, nanos);
  }

  /** Wall time of the rounds. */
  public long rounds() {
    return compute + broadcast + waiting + sum;
  }

  public Times plus(Times other) {
    return new Times(
        compute + other.compute,
        broadcast + other.broadcast,
        waiting + other.waiting,
        sum + other.sum,
        evaluate + other.evaluate);
  }
}
