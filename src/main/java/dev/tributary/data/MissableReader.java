package dev.tributary.data;

import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Reads a number that may be missing: null, a blank text, or NaN, as other tools write a missing
 * number, gives NaN.
 */
final class MissableReader extends ColumnReader {
  private static final long serialVersionUID = 1L;
  private final Single number;

  MissableReader(Single number) {
    super(number.name, number.ordinal, 1);
    this.number = number;
  }

  @Override
  BadRow read(InternalRow row, double[] out, int offset) {
    if (row.isNullAt(ordinal)) {
      out[offset] = Double.NaN;
      return null;
    }
    return readValue(row, out, offset);
  }

  @Override
  BadRow readValue(InternalRow row, double[] out, int offset) {
    double value = number.number(row);
    if (Double.isNaN(value) && isMissing(number.text(row))) {
      out[offset] = Double.NaN;
      return null;
    }
    return number.readValue(row, out, offset);
  }

  private static boolean isMissing(String text) {
    return text.isBlank() || Numbers.isNotFinite(text);
  }
}
