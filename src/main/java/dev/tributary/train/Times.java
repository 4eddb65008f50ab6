package dev.tributary.train;

/**
 * Where time went, in nanoseconds of the driver's clock.
 *
 * @param rounds wall time of rounds, from broadcast to the next shared model
 * @param compute the part that the slowest worker of each round spent in minibatches
 * @param evaluate wall time of evaluations, and of passes over the data that train nothing
 */
public record Times(long rounds, long compute, long evaluate) {
  public static final Times ZERO = new Times(0, 0, 0);

  public Times plus(Times other) {
    return new Times(rounds + other.rounds, compute + other.compute, evaluate + other.evaluate);
  }
}
