package dev.tributary.report.page;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What the page keeps of one round.
 *
 * @param round from 1, of the whole run
 * @param epoch from 1
 * @param examples trained on
 * @param loss their mean training loss
 * @param learningRate of the last step
 * @param seconds where its wall time went
 * @param gradient its gradients, where the job clips them
 * @param workers what each had of it, in the order of their numbers
 */
public record RoundPoint(
    long round,
    int epoch,
    long examples,
    double loss,
    double learningRate,
    Seconds seconds,
    Gradient gradient,
    List<Worker> workers) {
  /**
   * Wall time.
   *
   * @param compute the slowest worker in minibatches
   * @param broadcast the shared model on its way
   * @param waiting tasks that start, results that come, and all else
   * @param sum making one shared model
   */
  public record Seconds(double compute, double broadcast, double waiting, double sum) {
    double total() {
      return compute + broadcast + waiting + sum;
    }
  }

  /**
   * The norms of a round's gradients before clipping.
   *
   * @param clipped the share of its steps whose gradient was clipped
   * @param mean of the norms
   * @param largest of the norms
   */
  public record Gradient(OptionalDouble clipped, OptionalDouble mean, OptionalDouble largest) {
    /** Where nothing is clipped, norms aren't taken. */
    public static final Gradient UNKNOWN =
        new Gradient(OptionalDouble.empty(), OptionalDouble.empty(), OptionalDouble.empty());

    /** Of a job that clips. */
    public static Gradient of(double clipped, double mean, double largest) {
      return new Gradient(
          OptionalDouble.of(clipped), OptionalDouble.of(mean), OptionalDouble.of(largest));
    }
  }

  /**
   * A worker's part.
   *
   * @param number from 0
   * @param examples that it trained on
   * @param compute seconds in minibatches
   */
  public record Worker(int number, int examples, double compute) {}

  public RoundPoint {
    workers = List.copyOf(workers);
  }
}
