package dev.tributary.train;

import dev.tributary.optim.ClippingSummary;
import java.util.List;
import java.util.Optional;

/**
 * What one round brought.
 *
 * @param epoch from 1
 * @param round from 1, of the whole run
 * @param examples trained on in this round
 * @param loss their mean training loss, each taken as it was trained on
 * @param epochExamples trained on in this epoch so far
 * @param epochLoss the mean training loss of these
 * @param learningRate of the last step
 * @param clipping what clipping did, if the job clips
 * @param times of this round
 * @param shares what each worker had of it, in the order of their numbers
 */
public record FinishedRound(
    int epoch,
    long round,
    long examples,
    double loss,
    long epochExamples,
    double epochLoss,
    double learningRate,
    Optional<ClippingSummary> clipping,
    Times times,
    List<Share> shares) {
  /**
   * A worker's share of a round.
   *
   * @param worker its number, from 0
   * @param examples that it trained on
   * @param compute nanoseconds in minibatches
   * @param fetch nanoseconds until the shared model was there
   */
  public record Share(int worker, int examples, long compute, long fetch) {}

  public FinishedRound {
    shares = List.copyOf(shares);
  }
}
