package dev.tributary.data;

import java.io.Serializable;
import java.util.Optional;

/** How often a label stands on each side of a split, and its rows of extreme hash. */
final class Tally implements Serializable {
  private static final long serialVersionUID = 1L;

  /** A row of a segment, counted from 0. */
  record RowKey(SegmentKey segment, long row) implements Comparable<RowKey> {
    @Override
    public int compareTo(RowKey other) {
      int bySegment = segment.compareTo(other.segment);
      return bySegment != 0 ? bySegment : Long.compare(row, other.row);
    }
  }

  private long train;
  private long validation;
  private final Extreme low = new Extreme(1);
  private final Extreme high = new Extreme(-1);

  void add(boolean isValidation, long hash, String file, long block, long row) {
    if (isValidation) {
      validation++;
    } else {
      train++;
    }
    low.offer(hash, file, block, row);
    high.offer(hash, file, block, row);
  }

  void merge(Tally other) {
    train += other.train;
    validation += other.validation;
    low.offer(other.low.hash, other.low.file, other.low.block, other.low.row);
    high.offer(other.high.hash, other.high.file, other.high.block, other.high.row);
  }

  long train() {
    return train;
  }

  long total() {
    return train + validation;
  }

  /** The row to move over, where one side lacks the label although it has two rows or more. */
  Optional<RowKey> rowToMove() {
    if (total() < 2 || (train > 0 && validation > 0)) {
      return Optional.empty();
    }
    return Optional.of(validation == 0 ? low.key() : high.key());
  }

  /** Equal hashes go by canonical order, so that merging in any order gives the same. */
  private static final class Extreme implements Serializable {
    private static final long serialVersionUID = 1L;
    private final int sign;
    private boolean found;
    private long hash;
    private String file = "";
    private long block;
    private long row;

    private Extreme(int sign) {
      this.sign = sign;
    }

    private void offer(long otherHash, String otherFile, long otherBlock, long otherRow) {
      int order = sign * Long.compare(otherHash, hash);
      if (found && order > 0) {
        return;
      }
      if (found
          && order == 0
          && new RowKey(new SegmentKey(otherFile, otherBlock), otherRow).compareTo(key()) > 0) {
        return;
      }
      found = true;
      hash = otherHash;
      file = otherFile;
      block = otherBlock;
      row = otherRow;
    }

    private RowKey key() {
      return new RowKey(new SegmentKey(file, block), row);
    }
  }
}
