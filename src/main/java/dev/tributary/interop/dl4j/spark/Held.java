package dev.tributary.interop.dl4j.spark;

import java.io.Serializable;
import java.util.List;

/** The minibatches of a worker. */
record Held(List<Examples> minibatches) implements Serializable {
  private static final long serialVersionUID = 1L;

  Held {
    minibatches = List.copyOf(minibatches);
  }

  /** Those of a round, from 0. */
  List<Examples> ofRound(int round, int frequency) {
    int from = Math.min(minibatches.size(), round * frequency);
    return minibatches.subList(from, Math.min(minibatches.size(), from + frequency));
  }
}
