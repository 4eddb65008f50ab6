package dev.tributary.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the inputs of a packed row, in which a one-hot column is a single number, its slot: so rows
 * stay small however many categories there are.
 *
 * <p>A plain class, because it travels with shards, and Kryo of Spark's version can't read records.
 */
final class Expansion implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How many inputs each packed number gives: itself, or as many slots; empty where all are 1. */
  private final int[] inputs;

  private final int width;

  private Expansion(int[] inputs, int width) {
    this.inputs = inputs;
    this.width = width;
  }

  /** Packed numbers are the inputs. */
  static Expansion none(int width) {
    return new Expansion(new int[0], width);
  }

  static Expansion of(DataEncoding encoding) {
    List<ColumnEncoding> columns = encoding.encodings();
    int[] inputs = new int[0];
    boolean expands = false;
    for (int i = 0; i < columns.size(); i++) {
      ColumnEncoding column = columns.get(i);
      int values = encoding.features().get(i).width();
      int packed = column.packed(values);
      boolean isOneHot = column.inputs(values) > packed;
      int start = inputs.length;
      inputs = Arrays.copyOf(inputs, start + packed);
      Arrays.fill(inputs, start, inputs.length, isOneHot ? column.inputs(values) : 1);
      expands |= isOneHot;
    }
    int width = Arrays.stream(inputs).reduce(0, Math::addExact);
    return expands ? new Expansion(inputs, width) : none(width);
  }

  /** How many numbers a packed row has. */
  int packedWidth() {
    return inputs.length == 0 ? width : inputs.length;
  }

  /** How many inputs a row has. */
  int width() {
    return width;
  }

  /** Writes a row's inputs to {@code target[offset..offset + width)}. */
  void expand(float[] packed, int from, float[] target, int offset) {
    if (inputs.length == 0) {
      System.arraycopy(packed, from, target, offset, width);
      return;
    }
    int at = offset;
    for (int j = 0; j < inputs.length; j++) {
      float value = packed[from + j];
      if (inputs[j] == 1) {
        target[at] = value;
      } else {
        Arrays.fill(target, at, at + inputs[j], 0f);
        int slot = (int) value;
        if (slot >= 0) {
          target[at + slot] = 1f;
        }
      }
      at += inputs[j];
    }
  }
}
