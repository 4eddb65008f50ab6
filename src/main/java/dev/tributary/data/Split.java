package dev.tributary.data;

import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which rows are held out for validation: those whose hash, as a number in [0, 1), is below the
 * fraction.
 *
 * <p>The hash is of the seed and the row's identity (file, block, row in the block), so that it
 * depends neither on the cluster nor on the order of tasks. File names count from the root of the
 * data: a copy elsewhere is split alike. Where a class would have no row on one side although it
 * has two or more, its row nearest to the border (of smallest hash, to validation; of largest, to
 * training) is moved over; such rows are kept as exceptions.
 *
 * @param fraction in [0, 1)
 * @param root see {@link Source#root}
 * @param moved the rows that are on the other side than their hash says, by segment
 */
record Split(double fraction, long seed, String root, Map<SegmentKey, Set<Long>> moved)
    implements Serializable {

  static Split none() {
    return new Split(0, 0, "", Map.of());
  }

  static Split of(double fraction, long seed, String root) {
    return new Split(fraction, seed, root, Map.of());
  }

  /** Moves, for every class that one side lacks, a row of it over. */
  Split keepingClasses(Map<String, Tally> classes) {
    Map<SegmentKey, Set<Long>> rows = new HashMap<>();
    for (Tally tally : classes.values()) {
      tally
          .rowToMove()
          .ifPresent(
              row -> rows.computeIfAbsent(row.segment(), s -> new HashSet<>()).add(row.row()));
    }
    return new Split(fraction, seed, root, rows);
  }

  /** The rows of one segment. */
  Segment segment(SegmentKey key) {
    String name =
        !root.isEmpty() && key.file().startsWith(root)
            ? key.file().substring(root.length())
            : key.file().substring(key.file().lastIndexOf('/') + 1);
    long hash = mix(seed);
    for (int i = 0; i < name.length(); i++) {
      hash = mix(hash ^ name.charAt(i));
    }
    return new Segment(fraction, mix(hash ^ key.block()), moved.getOrDefault(key, Set.of()));
  }

  /** A segment's part of a split. */
  record Segment(double fraction, long start, Set<Long> moved) {
    /** At least 0, evenly spread. */
    long hash(long row) {
      return mix(start + row) >>> 1;
    }

    boolean isValidation(long row, long hash) {
      if (fraction == 0) {
        return false;
      }
      boolean below = (hash >>> 10) * 0x1.0p-53 < fraction;
      return below != (!moved.isEmpty() && moved.contains(row));
    }
  }

  /** The finalizer of SplitMix64 after one step of its counter. */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
