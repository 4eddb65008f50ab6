package dev.tributary.train;

import java.io.Serializable;
import java.util.List;

/**
 * One round: what each worker does between two averages.
 *
 * @param epoch from 1
 * @param number over the whole run, from 1
 * @param segments in worker order, one a worker at most
 */
record Round(int epoch, long number, List<Segment> segments) implements Serializable {
  private static final long serialVersionUID = 1L;

  Round {
    segments = List.copyOf(segments);
  }

  long examples() {
    return segments.stream().mapToLong(Segment::examples).sum();
  }
}
