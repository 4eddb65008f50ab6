package dev.tributary.data;

import dev.tributary.nn.Minibatch;
import java.io.Serializable;

/**
 * Some of the examples of a data set, packed into primitive arrays: what a Spark partition holds.
 *
 * <p>Features are either {@code float}s, already scaled, or {@code byte}s (0..255, as in images)
 * that are scaled as a minibatch is filled: {@code (byte - shift[j]) * factor[j]}.
 */
public final class Shard implements Serializable {
  private static final long serialVersionUID = 1L;

  private final int rows;
  private final int width;
  private final float[] floats;
  private final byte[] bytes;
  private final float[] shift;
  private final float[] factor;
  private final int[] classes;
  private final float[] values;

  private Shard(
      int rows,
      int width,
      float[] floats,
      byte[] bytes,
      float[] shift,
      float[] factor,
      int[] classes,
      float[] values) {
    this.rows = rows;
    this.width = width;
    this.floats = floats;
    this.bytes = bytes;
    this.shift = shift;
    this.factor = factor;
    this.classes = classes;
    this.values = values;
  }

  /**
   * A shard of features that are already scaled.
   *
   * @param floats {@code [rows, width]}
   * @param classes {@code [rows]}, or empty
   * @param values {@code [rows, targets]}, or empty
   */
  public static Shard ofFloats(int width, float[] floats, int[] classes, float[] values) {
    return new Shard(
        floats.length / width,
        width,
        floats,
        new byte[0],
        new float[0],
        new float[0],
        classes,
        values);
  }

  /**
   * A shard of byte features, scaled when read.
   *
   * @param bytes {@code [rows, width]}, each 0..255
   * @param shift {@code [width]}
   * @param factor {@code [width]}
   * @param classes {@code [rows]}, or empty
   * @param values {@code [rows, targets]}, or empty
   */
  public static Shard ofBytes(
      int width, byte[] bytes, float[] shift, float[] factor, int[] classes, float[] values) {
    return new Shard(
        bytes.length / width, width, new float[0], bytes, shift, factor, classes, values);
  }

  public int rows() {
    return rows;
  }

  public int width() {
    return width;
  }

  /**
   * Fills {@code batch} with the examples {@code order[from..to)}, or {@code from..to} themselves
   * where {@code order} is empty.
   */
  public void fill(Minibatch batch, int[] order, int from, int to) {
    batch.rows = to - from;
    for (int i = from; i < to; i++) {
      int row = order.length == 0 ? i : order[i];
      int target = (i - from) * width;
      if (bytes.length > 0) {
        int source = row * width;
        for (int j = 0; j < width; j++) {
          batch.features[target + j] = ((bytes[source + j] & 0xFF) - shift[j]) * factor[j];
        }
      } else {
        System.arraycopy(floats, row * width, batch.features, target, width);
      }
      if (classes.length > 0) {
        batch.classes[i - from] = classes[row];
      }
      int targets = values.length / rows;
      System.arraycopy(values, row * targets, batch.values, (i - from) * targets, targets);
    }
  }
}
