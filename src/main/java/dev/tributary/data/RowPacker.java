package dev.tributary.data;

import java.io.Serializable;

/** Makes what is packed of a row of what was read of it. */
interface RowPacker extends Serializable {
  /** How many numbers a packed row has. */
  int width();

  /**
   * Packs a row.
   *
   * @param numbers as they were read, categories as their slots
   * @param target {@code [offset, offset + width)} is written
   */
  void pack(double[] numbers, float[] target, int offset);

  /** The packer of an encoding. */
  static RowPacker of(DataEncoding encoding) {
    double[] shift = encoding.shift().stream().mapToDouble(Double::doubleValue).toArray();
    double[] factor = encoding.factor().stream().mapToDouble(Double::doubleValue).toArray();
    return encoding.columns().isEmpty()
        ? new Scaler(shift, factor)
        : TablePacker.of(encoding, shift, factor);
  }

  /** All are numbers, and become {@code (x - shift) * factor}. */
  final class Scaler implements RowPacker {
    private static final long serialVersionUID = 1L;
    private final double[] shift;
    private final double[] factor;

    private Scaler(double[] shift, double[] factor) {
      this.shift = shift;
      this.factor = factor;
    }

    @Override
    public int width() {
      return shift.length;
    }

    @Override
    public void pack(double[] numbers, float[] target, int offset) {
      for (int j = 0; j < numbers.length; j++) {
        target[offset + j] = (float) ((numbers[j] - shift[j]) * factor[j]);
      }
    }
  }
}
