package dev.tributary.data;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.storage.StorageLevel;
import scala.collection.JavaConverters;

/**
 * A source's rows, read once and then held in memory while they are counted and packed. Those that
 * don't fit are read again when they are needed. Closing lets go of all.
 */
final class ReadRows implements AutoCloseable {
  private final JavaRDD<InternalRow> rows;
  private JavaRDD<RowBlock> blocks;

  /** Nothing is read before the blocks are used. */
  ReadRows(JavaRDD<InternalRow> rows, ExampleReader reader) {
    this.rows = rows;
    this.blocks = hold(reader);
  }

  /** In the order of the source. */
  JavaRDD<RowBlock> blocks() {
    return blocks;
  }

  /**
   * The same, to be packed. That takes memory, so they are held on only where they leave at least
   * half of what each executor has to hold data in.
   */
  JavaRDD<RowBlock> toPack() {
    boolean tight =
        JavaConverters.mapAsJavaMapConverter(blocks.context().getExecutorMemoryStatus())
            .asJava()
            .values()
            .stream()
            .anyMatch(memory -> (Long) memory._2() < (Long) memory._1() / 2);
    if (tight) {
      blocks.unpersist(true);
    }
    return blocks;
  }

  /** Has the rows read anew, as another reader does. */
  void readBy(ExampleReader reader) {
    close();
    blocks = hold(reader);
  }

  private JavaRDD<RowBlock> hold(ExampleReader reader) {
    return BlockReader.blocks(rows, reader).persist(StorageLevel.MEMORY_ONLY());
  }

  @Override
  public void close() {
    blocks.unpersist(false);
  }
}
