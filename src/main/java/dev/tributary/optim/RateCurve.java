package dev.tributary.optim;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The losses of a learning-rate range test: the rate grows from step to step by the same factor
 * until the loss runs away (Smith, 2017, section 3.3, on a logarithmic axis).
 *
 * <p>The loss {@code lᵢ} is smoothed by an exponential mean without the bias towards its start:
 * {@code mᵢ = β mᵢ₋₁ + (1 - β) lᵢ}, {@code sᵢ = mᵢ / (1 - βⁱ)} with {@code β = 0.9}.
 */
public final class RateCurve implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final double BETA = 0.9;
  private static final double RUNAWAY = 4;

  /** Steps on both sides over which a slope is taken: single minibatches are noisy. */
  private static final int REACH = 5;

  private static final double SAFETY = 10;

  private final List<Point> points = new ArrayList<>();
  private double mean;
  private double best = Double.POSITIVE_INFINITY;
  private boolean runaway;

  /**
   * One step.
   *
   * @param rate it was taken at
   * @param loss of its minibatch, before it
   * @param smoothed the mean of the losses so far
   */
  public record Point(double rate, double loss, double smoothed) implements Serializable {
    private static final long serialVersionUID = 1L;
  }

  /**
   * Adds a step; one whose loss isn't finite ends the curve and isn't part of it.
   *
   * @return whether the test should go on: not once the smoothed loss is above four times its least
   */
  public boolean add(double rate, double loss) {
    if (!Double.isFinite(loss)) {
      runaway = true;
      return false;
    }
    mean = BETA * mean + (1 - BETA) * loss;
    double smoothed = mean / (1 - Math.pow(BETA, points.size() + 1));
    points.add(new Point(rate, loss, smoothed));
    best = Math.min(best, smoothed);
    runaway = smoothed > RUNAWAY * best;
    return !runaway;
  }

  /** The steps, by growing rate. */
  public List<Point> points() {
    return Collections.unmodifiableList(points);
  }

  /** Whether the loss ran away before the last rate. */
  public boolean runaway() {
    return runaway;
  }

  /** The rate at which the smoothed loss falls fastest over the logarithm of the rate. */
  public OptionalDouble steepest() {
    double steepest = 0;
    OptionalDouble rate = OptionalDouble.empty();
    int end = Math.min(lowest(), points.size() - 1 - REACH);
    for (int i = REACH; i <= end; i++) {
      Point before = points.get(i - REACH);
      Point after = points.get(i + REACH);
      double slope =
          (after.smoothed - before.smoothed) / (Math.log(after.rate) - Math.log(before.rate));
      if (slope < steepest) {
        steepest = slope;
        rate = OptionalDouble.of(points.get(i).rate);
      }
    }
    return rate;
  }

  /** The rate from which on the smoothed loss grows; empty if it never fell. */
  public OptionalDouble turning() {
    int lowest = lowest();
    return lowest > 0 ? OptionalDouble.of(points.get(lowest).rate) : OptionalDouble.empty();
  }

  /** A rate to begin with: {@link #steepest} or {@link #cautious}, the smaller one. */
  public OptionalDouble suggestion() {
    OptionalDouble steepest = steepest();
    OptionalDouble cautious = cautious();
    return steepest.isPresent() && cautious.isPresent()
        ? OptionalDouble.of(Math.min(steepest.getAsDouble(), cautious.getAsDouble()))
        : steepest;
  }

  /** A tenth of {@link #turning}: another way to choose a rate. */
  public OptionalDouble cautious() {
    OptionalDouble turning = turning();
    return turning.isPresent()
        ? OptionalDouble.of(turning.getAsDouble() / SAFETY)
        : OptionalDouble.empty();
  }

  private int lowest() {
    int lowest = 0;
    for (int i = 1; i < points.size(); i++) {
      lowest = points.get(i).smoothed < points.get(lowest).smoothed ? i : lowest;
    }
    return lowest;
  }
}
