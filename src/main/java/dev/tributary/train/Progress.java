package dev.tributary.train;

import dev.tributary.optim.ClippingTally;
import java.util.List;

/** Counts of an epoch, or of the run. */
final class Progress {
  long rounds;

  /** Local steps, of the busiest worker of each round. */
  long steps;

  long examples;

  /** That took part in the last round. */
  int workers;

  double lossSum;
  final ClippingTally clipping = new ClippingTally();
  Times times = Times.ZERO;

  void add(Round round, List<WorkerResult> results, long nanos) {
    rounds++;
    examples += round.examples();
    int busiest = 0;
    long slowest = 0;
    for (WorkerResult result : results) {
      lossSum += result.lossSum;
      clipping.add(result.clipping);
      busiest = Math.max(busiest, result.steps);
      slowest = Math.max(slowest, result.computeNanos);
    }
    steps += busiest;
    workers = results.size();
    times = times.plus(new Times(nanos, slowest, 0));
  }

  void add(Progress part) {
    rounds += part.rounds;
    steps += part.steps;
    examples += part.examples;
    workers = part.workers;
    clipping.add(part.clipping);
    times = times.plus(part.times);
  }

  double loss() {
    return lossSum / examples;
  }

  /** The same counts, which stay as they are. */
  Progress copy() {
    Progress copy = new Progress();
    copy.add(this);
    copy.lossSum = lossSum;
    return copy;
  }
}
