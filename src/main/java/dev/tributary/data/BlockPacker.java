package dev.tributary.data;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import scala.Tuple2;

/**
 * Encodes a partition's rows and packs them by shard: the map side of {@link Packing}.
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
  private final Iterator<InternalRow> rows;
  private final RowPosition position;
  private final Open[] open;
  private final int blockRows;
  private final ArrayDeque<Tuple2<Integer, PackedBlock>> ready = new ArrayDeque<>();
  private Split.Segment split;
  private long nextTrain;
  private long nextValidation;

  BlockPacker(
      Packing.Plan plan,
      Map<SegmentKey, long[]> offsets,
      int partition,
      Iterator<InternalRow> rows) {
    this.plan = plan;
    this.layout = plan.layout();
    this.offsets = offsets;
    this.rows = rows;
    this.position = new RowPosition(plan.reader().order(), partition);
    this.open = new Open[plan.train().shards() + plan.validation().shards()];
    long share = OPEN_BYTES / Math.max(1, open.length * layout.bytes());
    this.blockRows = (int) Math.max(1, Math.min(MOST_ROWS, share));
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && rows.hasNext()) {
      pack(rows.next());
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

  private void pack(InternalRow row) {
    if (position.advance()) {
      closeAll();
      enter(position.segment());
    }
    long number = position.row();
    boolean isValidation = split.isValidation(number, split.hash(number));
    long index = isValidation ? nextValidation : nextTrain;
    int shards = isValidation ? plan.validation().shards() : plan.train().shards();
    if (shards == 0) {
      // Either a bad row or a row too many, which the check of the counts finds.
      if (plan.encodes(row)) {
        throw Packing.changed();
      }
      return;
    }
    int shard = (int) (index % shards) + (isValidation ? plan.train().shards() : 0);
    if (open[shard] == null) {
      open[shard] = new Open(index / shards);
    }
    if (!open[shard].add(row)) {
      return;
    }
    if (isValidation) {
      nextValidation++;
    } else {
      nextTrain++;
    }
    if (open[shard].rows == blockRows) {
      close(shard);
    }
  }

  private void enter(SegmentKey segment) {
    long[] first = offsets.get(segment);
    if (first == null) {
      throw Packing.changed();
    }
    nextTrain = first[0];
    nextValidation = first[1];
    split = plan.reader().split().segment(segment);
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

    /** Adds a row unless it is bad; bad rows were judged before the packing. */
    private boolean add(InternalRow row) {
      int capacity = layout.width() == 0 ? 0 : (floats.length + bytes.length) / layout.width();
      if (rows == capacity) {
        grow(Math.min(blockRows, Math.max(4, 2 * capacity)));
      }
      BadRow fault =
          layout.isBytes()
              ? plan.reader().features().copy(row, bytes, rows * layout.width())
              : plan.encoder().encode(row, floats, rows * layout.width());
      if (fault != null || plan.reader().readTarget(row) != null) {
        return false;
      }
      if (layout.isClass()) {
        classes[rows] = plan.reader().labels().classIndex();
      } else {
        double[] label = plan.reader().labels().values();
        for (int i = 0; i < label.length; i++) {
          values[rows * layout.values() + i] = (float) label[i];
        }
      }
      if (layout.isWeighted()) {
        weights[rows] = plan.reader().weights().weight();
      }
      rows++;
      return true;
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
