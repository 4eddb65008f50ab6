package dev.tributary.data;

import dev.tributary.data.DataEncoding.Column;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Reads a row's features as numbers, not yet encoded, in the order of the input vector. */
final class FeatureReader implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ColumnReader[] columns;

  /** One a column; empty where all are only scaled. */
  private final ColumnEncoding[] encodings;

  private final int width;
  private final int malformed;

  private FeatureReader(
      ColumnReader[] columns, ColumnEncoding[] encodings, int width, int malformed) {
    this.columns = columns;
    this.encodings = encodings;
    this.width = width;
    this.malformed = malformed;
  }

  /** Whether categories are known when rows are read. */
  private enum Categories {
    COUNTED,
    KNOWN
  }

  /** A reader of columns that are only scaled. */
  static FeatureReader of(StructType schema, List<Column> features) {
    return of(schema, features, ColumnEncodings.NONE);
  }

  /** A reader that numbers categories block by block. */
  static FeatureReader of(StructType schema, List<Column> features, ColumnEncodings encodings) {
    return of(schema, features, encodings, Categories.COUNTED);
  }

  /** A reader that gives categories their slots. */
  static FeatureReader known(StructType schema, DataEncoding encoding) {
    return of(schema, encoding.features(), encoding.columns(), Categories.KNOWN);
  }

  /**
   * A reader of these columns in rows of this schema, which has them all with readable types.
   *
   * <p>A schema that has the column {@link Source#MALFORMED} marks rows that Spark's reader could
   * not make out.
   */
  private static FeatureReader of(
      StructType schema, List<Column> features, ColumnEncodings special, Categories categories) {
    List<ColumnEncoding> encodings = special.of(features);
    ColumnReader[] columns = new ColumnReader[features.size()];
    int width = 0;
    for (int i = 0; i < columns.length; i++) {
      columns[i] = reader(schema, features.get(i), encodings.get(i), categories);
      width = Math.addExact(width, features.get(i).width());
    }
    int malformed = List.of(schema.fieldNames()).indexOf(Source.MALFORMED);
    return new FeatureReader(
        columns,
        special.isEmpty() ? new ColumnEncoding[0] : encodings.toArray(ColumnEncoding[]::new),
        width,
        malformed);
  }

  private static ColumnReader reader(
      StructType schema, Column column, ColumnEncoding encoding, Categories categories) {
    String name = column.name();
    int ordinal = schema.fieldIndex(name);
    DataType type = schema.fields()[ordinal].dataType();
    if (encoding instanceof DateEncoding date) {
      return new DateReader(name, ordinal, type, date);
    }
    if (encoding instanceof CategoryEncoding category) {
      ColumnReader.Single single = ColumnReader.single(name, ordinal, type).orElseThrow();
      return categories == Categories.KNOWN
          ? CategoryReader.known(single, category)
          : CategoryReader.counting(single);
    }
    if (encoding instanceof NumberEncoding number && !number.fill().isEmpty()) {
      return new MissableReader(ColumnReader.single(name, ordinal, type).orElseThrow());
    }
    return ColumnReader.of(name, ordinal, type, column.width()).orElseThrow();
  }

  /** Starts a block: its categories are numbered from 0 again. */
  void begin() {
    for (ColumnReader column : columns) {
      if (column instanceof CategoryReader category) {
        category.begin();
      }
    }
  }

  /** The block's categories by their numbers, of each categorical column. */
  String[][] categories() {
    return Arrays.stream(columns)
        .filter(CategoryReader.class::isInstance)
        .map(column -> ((CategoryReader) column).texts())
        .toArray(String[][]::new);
  }

  /** Whether more is done with any column than to scale it. */
  boolean isTable() {
    return encodings.length > 0;
  }

  /** How columns become inputs, one each; empty where all are only scaled. */
  ColumnEncoding[] encodings() {
    return encodings.clone();
  }

  /** How many numbers a row of a column holds. */
  int width(int column) {
    return columns[column].width;
  }

  int width() {
    return width;
  }

  /** Whether all features are bytes, which shards then keep as bytes. */
  boolean isBytes() {
    if (isTable()) {
      return false;
    }
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
