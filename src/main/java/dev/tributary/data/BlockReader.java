package dev.tributary.data;

import dev.tributary.nn.TargetKind;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/** Reads a partition's rows into blocks; each is parsed and judged here, and nowhere else. */
final class BlockReader implements Iterator<RowBlock> {
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_ROWS = 8192;

  private final ExampleReader reader;
  private final LabelReader labels;
  private final int width;
  private final int units;
  private final int blockRows;
  private final Iterator<InternalRow> rows;
  private final RowPosition position;
  private final ArrayDeque<RowBlock> ready = new ArrayDeque<>(1);
  private Open open;

  private BlockReader(ExampleReader reader, int partition, Iterator<InternalRow> rows) {
    this.reader = reader;
    this.labels = reader.labels();
    this.width = reader.features().width();
    TargetSpec targets = labels.targets();
    this.units = targets.kind() == TargetKind.VALUES ? targets.units() : 0;
    this.rows = rows;
    this.position = new RowPosition(reader.order(), partition);
    int rowBytes = Math.max(1, width * (reader.features().isBytes() ? 1 : Double.BYTES));
    this.blockRows = Math.max(1, Math.min(MOST_ROWS, MOST_BYTES / rowBytes));
  }

  /** The blocks of each partition. */
  static JavaRDD<RowBlock> blocks(JavaRDD<InternalRow> rows, ExampleReader reader) {
    return rows.mapPartitionsWithIndex(
        (partition, iterator) -> new BlockReader(reader, partition, iterator), true);
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && rows.hasNext()) {
      InternalRow row = rows.next();
      if (position.advance()) {
        close();
      }
      if (open == null) {
        open = new Open(position.segment(), position.row());
      }
      open.add(row);
      if (open.covered == blockRows) {
        close();
      }
    }
    if (ready.isEmpty()) {
      close();
    }
    return !ready.isEmpty();
  }

  @Override
  public RowBlock next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  private void close() {
    if (open != null) {
      ready.add(open.block());
      open = null;
    }
  }

  /** A block that grows. */
  private final class Open {
    private final SegmentKey segment;
    private final long first;
    private int covered;
    private int good;
    private int[] places = new int[0];
    private byte[] bytes = new byte[0];
    private double[] doubles = new double[0];
    private int[] classes = new int[0];
    private double[] values = new double[0];
    private float[] weights = new float[0];
    private final double[] numbers = new double[width];
    private final HashMap<UTF8String, Integer> texts = new HashMap<>();
    private final EnumMap<BadRow.Reason, Long> bad = new EnumMap<>(BadRow.Reason.class);
    private BadRow firstBad;
    private long firstBadRow;

    private Open(SegmentKey segment, long first) {
      this.segment = segment;
      this.first = first;
      reader.features().begin();
    }

    private void add(InternalRow row) {
      if (good == places.length) {
        grow(Math.min(blockRows, Math.max(16, 2 * good)));
      }
      int place = covered++;
      BadRow fault =
          reader.features().isBytes()
              ? reader.features().copy(row, bytes, good * width)
              : reader.features().read(row, numbers);
      if (fault == null) {
        fault = reader.readTarget(row);
      }
      if (fault != null) {
        bad.merge(fault.reason(), 1L, Long::sum);
        if (firstBad == null) {
          firstBad = fault;
          firstBadRow = first + place;
        }
        return;
      }
      places[good] = place;
      if (!reader.features().isBytes()) {
        System.arraycopy(numbers, 0, doubles, good * width, width);
      }
      addLabel();
      if (reader.weights().isPresent()) {
        weights[good] = reader.weights().weight();
      }
      good++;
    }

    private void addLabel() {
      System.arraycopy(labels.values(), 0, values, good * units, units);
      classes[good] =
          switch (labels.plan()) {
            case NONE, NUMBERS -> RowBlock.NUMBERS;
            case INDEX, NAMED -> labels.classIndex();
            case TEXTS, INDEX_OR_TEXTS, NUMBERS_OR_TEXTS -> text(labels.text());
          };
    }

    private int text(UTF8String text) {
      if (text == null) {
        return RowBlock.NUMBERS;
      }
      Integer known = texts.get(text);
      if (known == null) {
        known = texts.size();
        // The row's memory is used again for the next one.
        texts.put(text.clone(), known);
      }
      return known;
    }

    private void grow(int capacity) {
      boolean isBytes = reader.features().isBytes();
      places = Arrays.copyOf(places, capacity);
      bytes = Arrays.copyOf(bytes, isBytes ? capacity * width : 0);
      doubles = Arrays.copyOf(doubles, isBytes ? 0 : capacity * width);
      classes = Arrays.copyOf(classes, capacity);
      values = Arrays.copyOf(values, capacity * units);
      weights = Arrays.copyOf(weights, reader.weights().isPresent() ? capacity : 0);
    }

    private RowBlock block() {
      grow(good);
      String[] names = new String[texts.size()];
      texts.forEach((text, index) -> names[index] = text.toString());
      float[] floats = narrowed(doubles);
      return new RowBlock(
          segment,
          first,
          covered,
          good,
          good == covered ? new int[0] : places,
          bytes,
          floats,
          floats.length > 0 ? new double[0] : doubles,
          classes,
          names,
          reader.features().categories(),
          values,
          weights,
          bad,
          firstBad,
          firstBadRow);
    }
  }

  /** The same numbers as floats; empty if that would change one. */
  private static float[] narrowed(double[] numbers) {
    float[] floats = new float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      floats[i] = (float) numbers[i];
      if (floats[i] != numbers[i] && !Double.isNaN(numbers[i])) {
        return new float[0];
      }
    }
    return floats;
  }
}
