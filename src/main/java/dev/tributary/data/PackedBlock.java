package dev.tributary.data;

import java.io.Serializable;

/** Consecutive rows of a shard on their way there; arrays are as in {@link Shard}. */
final class PackedBlock implements Serializable {
  private static final long serialVersionUID = 1L;

  final long first;
  final int rows;
  final float[] floats;
  final byte[] bytes;
  final int[] classes;
  final float[] values;
  final float[] weights;

  /**
   * @param first the position of the first row in its shard
   */
  PackedBlock(
      long first,
      int rows,
      float[] floats,
      byte[] bytes,
      int[] classes,
      float[] values,
      float[] weights) {
    this.first = first;
    this.rows = rows;
    this.floats = floats;
    this.bytes = bytes;
    this.classes = classes;
    this.values = values;
    this.weights = weights;
  }
}
