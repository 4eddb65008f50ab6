package dev.tributary.data;

import com.esotericsoftware.kryo.DefaultSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.io.Serializable;
import java.util.EnumMap;

/**
 * Consecutive rows of a segment as they were read: features not yet encoded, labels as they stand.
 * Rows that can't be used are only counted.
 *
 * <p>Features are bytes where the data's are, floats where all of them are floats exactly, else
 * doubles: {@code [rows, width]}.
 */
@DefaultSerializer(JavaSerializer.class) // see Parcel
final class RowBlock implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Stands in {@link #labels} where a label is numbers. */
  static final int NUMBERS = -1;

  final String file;
  final long block;

  /** The number in the segment of the first row that this covers, good or bad. */
  final long first;

  /** How many rows this covers. */
  final int covered;

  /** How many of them are good. */
  final int rows;

  /** Which of those covered the good rows are; empty where all are good. */
  final int[] places;

  final byte[] bytes;
  final float[] floats;
  final double[] doubles;

  /**
   * {@code [rows]}: classes, or indices in {@link #texts} where there are any, or {@link #NUMBERS}.
   */
  final int[] labels;

  final String[] texts;

  /** Of each categorical column the categories that features are numbers of. */
  final String[][] categories;

  /** {@code [rows, units]} where labels are numbers. */
  final double[] values;

  /** {@code [rows]} where rows have weights. */
  final float[] weights;

  final EnumMap<BadRow.Reason, Long> bad;
  final BadRow firstBad;
  final long firstBadRow;

  RowBlock(
      SegmentKey segment,
      long first,
      int covered,
      int rows,
      int[] places,
      byte[] bytes,
      float[] floats,
      double[] doubles,
      int[] labels,
      String[] texts,
      String[][] categories,
      double[] values,
      float[] weights,
      EnumMap<BadRow.Reason, Long> bad,
      BadRow firstBad,
      long firstBadRow) {
    this.file = segment.file();
    this.block = segment.block();
    this.first = first;
    this.covered = covered;
    this.rows = rows;
    this.places = places;
    this.bytes = bytes;
    this.floats = floats;
    this.doubles = doubles;
    this.labels = labels;
    this.texts = texts;
    this.categories = categories;
    this.values = values;
    this.weights = weights;
    this.bad = bad;
    this.firstBad = firstBad;
    this.firstBadRow = firstBadRow;
  }

  SegmentKey segment() {
    return new SegmentKey(file, block);
  }

  /** The number in its segment of a good row. */
  long number(int row) {
    return first + (places.length == 0 ? row : places[row]);
  }

  /** Writes a row's features to {@code out[0..width)}. */
  void features(int row, double[] out) {
    int from = row * out.length;
    if (bytes.length > 0) {
      for (int j = 0; j < out.length; j++) {
        out[j] = bytes[from + j] & 0xFF;
      }
    } else if (floats.length > 0) {
      for (int j = 0; j < out.length; j++) {
        out[j] = floats[from + j];
      }
    } else {
      System.arraycopy(doubles, from, out, 0, out.length);
    }
  }
}
