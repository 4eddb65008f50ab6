package dev.tributary.train;

import java.util.List;

/** Times the parts of a round as they follow each other, from its making on. */
final class RoundClock {
  private final long started = System.nanoTime();
  private long offered;
  private long returned;

  /** The shared model can be fetched. */
  void offered() {
    offered = System.nanoTime();
  }

  /** The workers' results are there. */
  void returned() {
    returned = System.nanoTime();
  }

  /** The next shared model is there. */
  Times stop(List<WorkerResult> results) {
    return Times.ofRound(
        offered - started, returned - offered, System.nanoTime() - returned, results);
  }
}
