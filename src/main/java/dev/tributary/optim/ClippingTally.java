package dev.tributary.optim;

import java.io.Serializable;
import java.util.Optional;

/** Counts what clipping sees and does, step by step; empty where there is no clipping. */
public final class ClippingTally implements Serializable {
  private static final long serialVersionUID = 1L;

  private long steps;
  private long clipped;
  private double normSum;
  private double largestNorm;

  /**
   * The counts themselves.
   *
   * @param steps how many steps
   * @param clipped how many of them were clipped
   * @param normSum the sum of their gradients' norms
   * @param largestNorm the largest of these norms
   */
  public record Counts(long steps, long clipped, double normSum, double largestNorm) {}

  /** What a gradient's clipping did. */
  enum Outcome {
    KEPT,
    CLIPPED
  }

  /** A tally that has counted so much already. */
  public static ClippingTally of(Counts counts) {
    ClippingTally tally = new ClippingTally();
    tally.steps = counts.steps;
    tally.clipped = counts.clipped;
    tally.normSum = counts.normSum;
    tally.largestNorm = counts.largestNorm;
    return tally;
  }

  /** What it has counted so far. */
  public Counts counts() {
    return new Counts(steps, clipped, normSum, largestNorm);
  }

  /**
   * Takes note of a step.
   *
   * @param norm the global norm of the gradient before clipping
   */
  void note(Outcome outcome, double norm) {
    steps++;
    clipped += outcome == Outcome.CLIPPED ? 1 : 0;
    normSum += norm;
    largestNorm = Math.max(largestNorm, norm);
  }

  /** Adds what another one counted. */
  public void add(ClippingTally other) {
    steps += other.steps;
    clipped += other.clipped;
    normSum += other.normSum;
    largestNorm = Math.max(largestNorm, other.largestNorm);
  }

  /** The figures of all steps, if there were any. */
  public Optional<ClippingSummary> summary() {
    return steps == 0
        ? Optional.empty()
        : Optional.of(new ClippingSummary((double) clipped / steps, normSum / steps, largestNorm));
  }
}
