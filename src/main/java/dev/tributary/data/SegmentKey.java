package dev.tributary.data;

import java.io.Serializable;
import java.util.Comparator;

/**
 * Names a run of rows that one task reads in order: a block of a file, or a partition of a source
 * without files.
 *
 * @param file the qualified path; empty without files
 * @param block where in the file it starts, or the partition
 */
record SegmentKey(String file, long block) implements Comparable<SegmentKey>, Serializable {
  private static final Comparator<SegmentKey> CANONICAL =
      Comparator.comparing(SegmentKey::file).thenComparingLong(SegmentKey::block);

  @Override
  public int compareTo(SegmentKey other) {
    return CANONICAL.compare(this, other);
  }
}
