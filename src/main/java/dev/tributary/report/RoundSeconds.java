package dev.tributary.report;

/**
 * Where the wall time of rounds went.
 *
 * @param compute the slowest worker of each round in minibatches
 * @param broadcast the shared model on its way to the workers
 * @param waiting starting tasks, bringing their results to the driver, and all else
 * @param sum making one shared model of the workers'
 */
public record RoundSeconds(double compute, double broadcast, double waiting, double sum) {
  public static final RoundSeconds ZERO = new RoundSeconds(0, 0, 0, 0);

  /** All but the minibatches: what averaging costs. */
  public double synchronize() {
    return broadcast + waiting + sum;
  }

  public double total() {
    return compute + synchronize();
  }
}
