package dev.tributary.data;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import scala.Tuple2;

/**
 * Scales a partition's rows and packs them by shard: the map side of {@link Packing}.
 *
 * <p>Holds one open block a shard; a block is handed on when it is full or its segment ends, since
 * positions are consecutive within a segment only.
 */
final class BlockPacker implements Iterator<Tuple2<Integer, PackedBlock>> {
  private static final long OPEN_BYTES = 32L << 20;
  private static final int MOST_ROWS = 8192;

  private final Packing.Plan plan;
  private final RowLayout layout;
  private final Map<SegmentKey, long[]> offsets;
  private final Iterator<RowBlock> blocks;
  private final double[] numbers;
  private final Open[] open;
  private final int blockRows;
  private final ArrayDeque<Tuple2<Integer, PackedBlock>> ready = new ArrayDeque<>();
  private SegmentKey segment;
  private Split.Segment split;
  private long nextTrain;
  private long nextValidation;

  BlockPacker(Packing.Plan plan, Map<SegmentKey, long[]> offsets, Iterator<RowBlock> blocks) {
    this.plan = plan;
    this.layout = plan.layout();
    this.offsets = offsets;
    this.blocks = blocks;
    this.numbers = new double[plan.reader().features().width()];
    this.open = new Open[plan.train().shards() + plan.validation().shards()];
    long share = OPEN_BYTES / Math.max(1, open.length * layout.bytes());
    this.blockRows = (int) Math.max(1, Math.min(MOST_ROWS, share));
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && blocks.hasNext()) {
      pack(blocks.next());
    }
    if (ready.isEmpty()) {
      closeAll();
    }
    return !ready.isEmpty();
  }

  @Override
  public Tuple2<Integer, PackedBlock> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  private void pack(RowBlock block) {
    if (!block.segment().equals(segment)) {
      closeAll();
      enter(block.segment());
    }
    int[] classes = classes(block);
    int[][] categories = plan.encoder().categories(block);
    for (int row = 0; row < block.rows; row++) {
      long number = block.number(row);
      boolean isValidation = split.isValidation(number, split.hash(number));
      long index = isValidation ? nextValidation++ : nextTrain++;
      int shards = isValidation ? plan.validation().shards() : plan.train().shards();
      if (shards == 0) {
        throw Packing.changed();
      }
      int shard = (int) (index % shards) + (isValidation ? plan.train().shards() : 0);
      if (open[shard] == null) {
        open[shard] = new Open(index / shards);
      }
      open[shard].add(block, row, classes, categories);
      if (open[shard].rows == blockRows) {
        close(shard);
      }
    }
  }

  /** What a block's texts stand for. */
  private int[] classes(RowBlock block) {
    int[] classes = new int[block.texts.length];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = plan.reader().labels().classIndex(block.texts[i]);
      if (classes[i] < 0) {
        throw Packing.changed();
      }
    }
    return classes;
  }

  private void enter(SegmentKey entered) {
    long[] first = offsets.get(entered);
    if (first == null) {
      throw Packing.changed();
    }
    nextTrain = first[0];
    nextValidation = first[1];
    segment = entered;
    split = plan.reader().split().segment(entered);
  }

  private void closeAll() {
    for (int shard = 0; shard < open.length; shard++) {
      if (open[shard] != null) {
        close(shard);
      }
    }
  }

  private void close(int shard) {
    if (open[shard].rows > 0) {
      ready.add(new Tuple2<>(shard, open[shard].packed()));
    }
    open[shard] = null;
  }

  /** A block that grows. */
  private final class Open {
    private final long first;
    private int rows;
    private float[] floats = new float[0];
    private byte[] bytes = new byte[0];
    private int[] classes = new int[0];
    private float[] values = new float[0];
    private float[] weights = new float[0];

    private Open(long first) {
      this.first = first;
    }

    /**
     * Adds a row.
     *
     * @param ofTexts the classes that the texts of its block stand for
     * @param categories the slots that the categories of its block stand for
     */
    private void add(RowBlock block, int row, int[] ofTexts, int[][] categories) {
      int capacity = layout.width() == 0 ? 0 : (floats.length + bytes.length) / layout.width();
      if (rows == capacity) {
        grow(Math.min(blockRows, Math.max(4, 2 * capacity)));
      }
      if (layout.isBytes()) {
        System.arraycopy(
            block.bytes, row * layout.width(), bytes, rows * layout.width(), layout.width());
      } else {
        block.features(row, numbers);
        plan.encoder().pack(numbers, categories, floats, rows * layout.width());
      }
      addLabel(block, row, ofTexts);
      if (layout.isWeighted()) {
        weights[rows] = block.weights[row];
      }
      rows++;
    }

    private void addLabel(RowBlock block, int row, int[] ofTexts) {
      int label = block.labels[row];
      boolean isText = label != RowBlock.NUMBERS && ofTexts.length > 0;
      if (layout.isClass()) {
        classes[rows] = isText ? ofTexts[label] : label;
      } else if (isText) {
        values[rows] = ofTexts[label];
      } else {
        for (int i = 0; i < layout.values(); i++) {
          values[rows * layout.values() + i] = (float) block.values[row * layout.values() + i];
        }
      }
    }

    private void grow(int capacity) {
      floats = Arrays.copyOf(floats, capacity * layout.floatWidth());
      bytes = Arrays.copyOf(bytes, capacity * layout.byteWidth());
      classes = Arrays.copyOf(classes, capacity * layout.classWidth());
      values = Arrays.copyOf(values, capacity * layout.values());
      weights = Arrays.copyOf(weights, capacity * layout.weightWidth());
    }

    private PackedBlock packed() {
      grow(rows);
      return new PackedBlock(first, rows, floats, bytes, classes, values, weights);
    }
  }
}
