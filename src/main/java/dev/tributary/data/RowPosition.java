package dev.tributary.data;

import org.apache.spark.rdd.InputFileBlockHolder;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Follows a task's rows: which segment the latest one belongs to and its number there.
 *
 * <p>Asks Spark for the file as {@code input_file_name()} does, but spares wide rows the projection
 * that a column of its own would cost.
 */
final class RowPosition {
  private final Source.Order order;
  private final int partition;
  private UTF8String file = UTF8String.EMPTY_UTF8;
  private long block = -1;
  private boolean started;
  private long row;

  RowPosition(Source.Order order, int partition) {
    this.order = order;
    this.partition = partition;
  }

  /** Notes that the task has just taken its next row; whether it starts a segment. */
  boolean advance() {
    row++;
    if (order != Source.Order.FILES) {
      boolean first = !started;
      started = true;
      row = first ? 0 : row;
      return first;
    }
    UTF8String nextFile = InputFileBlockHolder.getInputFilePath();
    long nextBlock = InputFileBlockHolder.getStartOffset();
    if (started && nextBlock == block && nextFile.equals(file)) {
      return false;
    }
    file = nextFile;
    block = nextBlock;
    started = true;
    row = 0;
    return true;
  }

  /** The segment of the latest row. */
  SegmentKey segment() {
    return file.numBytes() == 0
        ? new SegmentKey("", partition)
        : new SegmentKey(file.toString(), block);
  }

  /** The number of the latest row in its segment, from 0. */
  long row() {
    return row;
  }
}
