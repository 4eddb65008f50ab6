package dev.tributary.train;

import java.util.List;

/**
 * What a round's tasks returned.
 *
 * @param workers in worker order, without their vectors
 * @param averages of those
 */
record RoundResults(List<WorkerResult> workers, Averages averages) {
  /** Of results that are all here, in worker order. */
  static RoundResults of(List<SentResult> results) {
    return new RoundResults(results.stream().map(SentResult::rest).toList(), Averages.of(results));
  }
}
