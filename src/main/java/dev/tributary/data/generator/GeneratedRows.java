package dev.tributary.data.generator;

import dev.tributary.data.generator.Generator.BlockMaker;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import scala.Tuple2;

/** The rows of a partition's blocks: label and features. */
final class GeneratedRows implements Iterator<Tuple2<Float, float[]>> {
  private final BlockMaker maker;
  private final int width;
  private final long total;
  private final Iterator<Long> blocks;
  private final float[] features;
  private final float[] labels = new float[Generator.BLOCK_ROWS];
  private int next;
  private int end;

  /**
   * @param total the rows of all partitions; a block may end beyond them
   * @param blocks the numbers of the partition's blocks
   */
  GeneratedRows(Generator generator, long total, Iterator<Long> blocks) {
    this.maker = generator.start();
    this.width = generator.width();
    this.total = total;
    this.blocks = blocks;
    this.features = new float[Generator.BLOCK_ROWS * width];
  }

  @Override
  public boolean hasNext() {
    if (next == end && blocks.hasNext()) {
      long block = blocks.next();
      maker.make(block, features, labels);
      next = 0;
      end = (int) Math.min(Generator.BLOCK_ROWS, total - block * Generator.BLOCK_ROWS);
    }
    return next < end;
  }

  @Override
  public Tuple2<Float, float[]> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    float[] row = Arrays.copyOfRange(features, next * width, (next + 1) * width);
    return new Tuple2<>(labels[next++], row);
  }
}
