package dev.tributary.data;

import java.util.List;

/** Packs rows of which some columns are more than numbers to scale. */
final class TablePacker implements RowPacker {
  private static final long serialVersionUID = 1L;

  private final ColumnEncoding[] columns;

  /** How many numbers are read of each column. */
  private final int[] values;

  /** Where the inputs of each column start, whose shift and factor they take. */
  private final int[] inputs;

  private final double[] shift;
  private final double[] factor;
  private final int width;

  private TablePacker(
      ColumnEncoding[] columns, int[] values, int[] inputs, double[] shift, double[] factor) {
    this.columns = columns;
    this.values = values;
    this.inputs = inputs;
    this.shift = shift;
    this.factor = factor;
    int packed = 0;
    for (int i = 0; i < columns.length; i++) {
      packed += columns[i].packed(values[i]);
    }
    this.width = packed;
  }

  static TablePacker of(DataEncoding encoding, double[] shift, double[] factor) {
    List<ColumnEncoding> encodings = encoding.encodings();
    int[] values = new int[encodings.size()];
    int[] inputs = new int[encodings.size()];
    int input = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = encoding.features().get(i).width();
      inputs[i] = input;
      input += encodings.get(i).inputs(values[i]);
    }
    return new TablePacker(encodings.toArray(ColumnEncoding[]::new), values, inputs, shift, factor);
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public void pack(double[] numbers, float[] target, int offset) {
    int from = 0;
    int at = offset;
    for (int i = 0; i < columns.length; i++) {
      ColumnEncoding column = columns[i];
      if (column instanceof NumberEncoding number) {
        pack(number, i, numbers, from, target, at);
      } else if (column instanceof DateEncoding date) {
        date.write(numbers[from], target, at);
      } else {
        target[at] = (float) numbers[from];
      }
      from += values[i];
      at += column.packed(values[i]);
    }
  }

  private void pack(
      NumberEncoding number, int column, double[] numbers, int from, float[] target, int at) {
    int input = inputs[column];
    for (int j = 0; j < values[column]; j++) {
      double value = number.unscaled(numbers[from + j]);
      target[at + j] = (float) ((value - shift[input + j]) * factor[input + j]);
    }
    if (number.indicator() == Indicator.USED) {
      target[at + 1] = Double.isNaN(numbers[from]) ? 1f : 0f;
    }
  }
}
