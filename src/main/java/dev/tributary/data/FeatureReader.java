package dev.tributary.data;

import dev.tributary.data.DataEncoding.Column;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/** Reads a row's features, not yet scaled, in the order of the input vector. */
final class FeatureReader implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ColumnReader[] columns;
  private final int width;
  private final int malformed;

  private FeatureReader(ColumnReader[] columns, int width, int malformed) {
    this.columns = columns;
    this.width = width;
    this.malformed = malformed;
  }

  /**
   * A reader of these columns in rows of this schema, which has them all with readable types.
   *
   * <p>A schema that has the column {@link Source#MALFORMED} marks rows that Spark's reader could
   * not make out.
   */
  static FeatureReader of(StructType schema, List<Column> features) {
    ColumnReader[] columns = new ColumnReader[features.size()];
    int width = 0;
    for (int i = 0; i < columns.length; i++) {
      Column column = features.get(i);
      int ordinal = schema.fieldIndex(column.name());
      columns[i] =
          ColumnReader.of(
                  column.name(), ordinal, schema.fields()[ordinal].dataType(), column.width())
              .orElseThrow();
      width = Math.addExact(width, column.width());
    }
    int malformed = List.of(schema.fieldNames()).indexOf(Source.MALFORMED);
    return new FeatureReader(columns, width, malformed);
  }

  int width() {
    return width;
  }

  /** Whether all features are bytes, which shards then keep as bytes. */
  boolean isBytes() {
    for (ColumnReader column : columns) {
      if (!(column instanceof ColumnReader.Bytes)) {
        return false;
      }
    }
    return true;
  }

  /** Reads {@code out[0..width)}; null, or what is wrong with the row. */
  BadRow read(InternalRow row, double[] out) {
    if (isMalformed(row)) {
      return malformed(row);
    }
    int offset = 0;
    for (ColumnReader column : columns) {
      BadRow fault = column.read(row, out, offset);
      if (fault != null) {
        return fault;
      }
      offset += column.width;
    }
    return null;
  }

  /** Copies the bytes of a row where {@link #isBytes}; null, or what is wrong with the row. */
  BadRow copy(InternalRow row, byte[] out, int from) {
    if (isMalformed(row)) {
      return malformed(row);
    }
    int offset = from;
    for (ColumnReader column : columns) {
      BadRow fault = ((ColumnReader.Bytes) column).copy(row, out, offset);
      if (fault != null) {
        return fault;
      }
      offset += column.width;
    }
    return null;
  }

  private boolean isMalformed(InternalRow row) {
    return malformed >= 0 && !row.isNullAt(malformed);
  }

  private BadRow malformed(InternalRow row) {
    return new BadRow(
        BadRow.Reason.MALFORMED,
        "",
        "a malformed row, " + BadRow.quoted(row.getUTF8String(malformed).toString()),
        "a row that has all columns of the data, each of its type");
  }
}
