package dev.tributary.data;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Follows a partition's rows: which segment the latest one belongs to and its number there. */
final class RowPosition {
  private final int fileOrdinal;
  private final int blockOrdinal;
  private final int partition;
  private UTF8String file = UTF8String.EMPTY_UTF8;
  private long block = -1;
  private boolean started;
  private long row;

  RowPosition(StructType schema, int partition) {
    List<String> names = List.of(schema.fieldNames());
    this.fileOrdinal = names.indexOf(Source.FILE);
    this.blockOrdinal = names.indexOf(Source.BLOCK);
    this.partition = partition;
  }

  /** Steps to the next row; whether it starts a segment. */
  boolean advance(InternalRow next) {
    row++;
    if (fileOrdinal < 0) {
      boolean first = !started;
      started = true;
      row = first ? 0 : row;
      return first;
    }
    UTF8String nextFile = next.getUTF8String(fileOrdinal);
    long nextBlock = next.getLong(blockOrdinal);
    if (started && nextBlock == block && nextFile.equals(file)) {
      return false;
    }
    // The row's memory is used again for the next one.
    file = nextFile.clone();
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
