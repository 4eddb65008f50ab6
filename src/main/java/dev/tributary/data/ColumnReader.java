package dev.tributary.data;

import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;

/**
 * Reads the numbers of one column from Spark's rows.
 *
 * <p>A number must be finite and fit a {@code float}. Methods return the fault, or null where there
 * is none: they run once a value.
 */
abstract sealed class ColumnReader implements Serializable
    permits ColumnReader.Single,
        ColumnReader.Array,
        ColumnReader.Vector,
        ColumnReader.Bytes,
        MissableReader,
        CategoryReader,
        DateReader {
  private static final long serialVersionUID = 1L;

  /** What may be a feature, for messages. */
  static final String READABLE =
      "a number, a boolean, a text that holds a number, an array of numbers, a vector of Spark ML,"
          + " or binary (a byte is a number from 0 to 255)";

  final String name;
  final int ordinal;
  final int width;

  ColumnReader(String name, int ordinal, int width) {
    this.name = name;
    this.ordinal = ordinal;
    this.width = width;
  }

  /**
   * A reader of {@code width} numbers; empty where the type can't give numbers.
   *
   * @param ordinal where the column stands in a row
   */
  static Optional<ColumnReader> of(String name, int ordinal, DataType type, int width) {
    if (type instanceof BinaryType) {
      return Optional.of(new Bytes(name, ordinal, width));
    }
    if (type.equals(SQLDataTypes.VectorType())) {
      return Optional.of(new Vector(name, ordinal, width));
    }
    if (type instanceof ArrayType array) {
      return NumberType.of(array.elementType())
          .map(element -> new Array(name, ordinal, width, element, array.elementType()));
    }
    return NumberType.of(type).map(number -> new Single(name, ordinal, number, type));
  }

  /** A reader of a column whose type gives one value a row. */
  static Optional<Single> single(String name, int ordinal, DataType type) {
    return of(name, ordinal, type, 1).filter(Single.class::isInstance).map(Single.class::cast);
  }

  /** Whether a column of this type holds as many numbers as a row likes. */
  static boolean isWide(DataType type) {
    return type instanceof BinaryType
        || type instanceof ArrayType
        || type.equals(SQLDataTypes.VectorType());
  }

  /** Reads {@code out[offset..offset + width)}. */
  BadRow read(InternalRow row, double[] out, int offset) {
    return row.isNullAt(ordinal) ? noValue("") : readValue(row, out, offset);
  }

  abstract BadRow readValue(InternalRow row, double[] out, int offset);

  /** The fault of a number: what it is decides which. */
  private BadRow unusable(double value, String text, String element) {
    String allowed = "a finite number";
    if (Double.isNaN(value) && !Numbers.isNotFinite(text)) {
      return text.isBlank()
          ? noValue(element)
          : new BadRow(BadRow.Reason.NOT_A_NUMBER, name + element, BadRow.quoted(text), allowed);
    }
    return new BadRow(
        BadRow.Reason.NOT_FINITE,
        name + element,
        text,
        allowed + ", at most " + Float.MAX_VALUE + " in size");
  }

  private BadRow noValue(String element) {
    return new BadRow(BadRow.Reason.NO_VALUE, name + element, "no value", "a finite number");
  }

  private BadRow wrongLength(int length) {
    return new BadRow(
        BadRow.Reason.WRONG_LENGTH,
        name,
        length + (length == 1 ? " number" : " numbers"),
        width + ", as in the other rows");
  }

  private static boolean fits(double value) {
    return Math.abs(value) <= Float.MAX_VALUE;
  }

  /** A column of one number. */
  static final class Single extends ColumnReader {
    private static final long serialVersionUID = 1L;
    private final NumberType number;
    private final DataType type;

    private Single(String name, int ordinal, NumberType number, DataType type) {
      super(name, ordinal, 1);
      this.number = number;
      this.type = type;
    }

    @Override
    BadRow readValue(InternalRow row, double[] out, int offset) {
      double value = number.read(row, ordinal, type);
      out[offset] = value;
      return fits(value) ? null : super.unusable(value, text(row), "");
    }

    boolean isText() {
      return number == NumberType.TEXT;
    }

    /** The number, which isn't null; NaN where there is none. */
    double number(InternalRow row) {
      return number.read(row, ordinal, type);
    }

    /** The value, which isn't null, as it stands in the data. */
    String text(InternalRow row) {
      return number.text(row, ordinal, type);
    }
  }

  static final class Array extends ColumnReader {
    private static final long serialVersionUID = 1L;
    private final NumberType number;
    private final DataType type;

    private Array(String name, int ordinal, int width, NumberType number, DataType type) {
      super(name, ordinal, width);
      this.number = number;
      this.type = type;
    }

    @Override
    BadRow readValue(InternalRow row, double[] out, int offset) {
      ArrayData array = row.getArray(ordinal);
      if (array.numElements() != width) {
        return super.wrongLength(array.numElements());
      }
      for (int i = 0; i < width; i++) {
        if (array.isNullAt(i)) {
          return super.noValue("[" + i + "]");
        }
        double value = number.read(array, i, type);
        if (!fits(value)) {
          return super.unusable(value, number.text(array, i, type), "[" + i + "]");
        }
        out[offset + i] = value;
      }
      return null;
    }
  }

  /** Spark ML's vectors, read from their stored form: (type, size, indices, values). */
  static final class Vector extends ColumnReader {
    private static final long serialVersionUID = 1L;
    private static final int FIELDS = 4;
    private static final byte SPARSE = 0;

    private Vector(String name, int ordinal, int width) {
      super(name, ordinal, width);
    }

    @Override
    BadRow readValue(InternalRow row, double[] out, int offset) {
      InternalRow vector = row.getStruct(ordinal, FIELDS);
      boolean sparse = vector.getByte(0) == SPARSE;
      ArrayData values = vector.getArray(3);
      int size = sparse ? vector.getInt(1) : values.numElements();
      if (size != width) {
        return super.wrongLength(size);
      }
      if (!sparse) {
        return readAll(values, out, offset);
      }
      java.util.Arrays.fill(out, offset, offset + width, 0);
      SpecializedGetters indices = vector.getArray(2);
      for (int i = 0; i < values.numElements(); i++) {
        int index = indices.getInt(i);
        double value = values.getDouble(i);
        if (!fits(value)) {
          return super.unusable(value, String.valueOf(value), "[" + index + "]");
        }
        out[offset + index] = value;
      }
      return null;
    }

    private BadRow readAll(ArrayData values, double[] out, int offset) {
      for (int i = 0; i < width; i++) {
        double value = values.getDouble(i);
        if (!fits(value)) {
          return super.unusable(value, String.valueOf(value), "[" + i + "]");
        }
        out[offset + i] = value;
      }
      return null;
    }
  }

  /** A byte is a number from 0 to 255, as the pixels of an image. */
  static final class Bytes extends ColumnReader {
    private static final long serialVersionUID = 1L;

    private Bytes(String name, int ordinal, int width) {
      super(name, ordinal, width);
    }

    @Override
    BadRow readValue(InternalRow row, double[] out, int offset) {
      byte[] bytes = row.getBinary(ordinal);
      if (bytes.length != width) {
        return super.wrongLength(bytes.length);
      }
      for (int i = 0; i < width; i++) {
        out[offset + i] = bytes[i] & 0xFF;
      }
      return null;
    }

    BadRow copy(InternalRow row, byte[] out, int offset) {
      if (row.isNullAt(ordinal)) {
        return super.noValue("");
      }
      byte[] bytes = row.getBinary(ordinal);
      if (bytes.length != width) {
        return super.wrongLength(bytes.length);
      }
      System.arraycopy(bytes, 0, out, offset, width);
      return null;
    }
  }
}
