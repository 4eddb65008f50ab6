package dev.tributary.data;

import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StringType;

/** The types of Spark SQL that one number is read from: in a column or as an array's element. */
enum NumberType {
  BOOLEAN,
  BYTE,
  SHORT,
  INT,
  LONG,
  FLOAT,
  DOUBLE,
  DECIMAL,
  TEXT;

  static Optional<NumberType> of(DataType type) {
    if (type.equals(DataTypes.BooleanType)) {
      return Optional.of(BOOLEAN);
    } else if (type.equals(DataTypes.ByteType)) {
      return Optional.of(BYTE);
    } else if (type.equals(DataTypes.ShortType)) {
      return Optional.of(SHORT);
    } else if (type.equals(DataTypes.IntegerType)) {
      return Optional.of(INT);
    } else if (type.equals(DataTypes.LongType)) {
      return Optional.of(LONG);
    } else if (type.equals(DataTypes.FloatType)) {
      return Optional.of(FLOAT);
    } else if (type.equals(DataTypes.DoubleType)) {
      return Optional.of(DOUBLE);
    } else if (type instanceof DecimalType) {
      return Optional.of(DECIMAL);
    } else if (type instanceof StringType) {
      return Optional.of(TEXT);
    }
    return Optional.empty();
  }

  /**
   * The number at an ordinal that isn't null; NaN where a text is none.
   *
   * @param type the Spark type this one was made of
   */
  double read(SpecializedGetters from, int ordinal, DataType type) {
    return switch (this) {
      case BOOLEAN -> from.getBoolean(ordinal) ? 1 : 0;
      case BYTE -> from.getByte(ordinal);
      case SHORT -> from.getShort(ordinal);
      case INT -> from.getInt(ordinal);
      case LONG -> from.getLong(ordinal);
      case FLOAT -> from.getFloat(ordinal);
      case DOUBLE -> from.getDouble(ordinal);
      case DECIMAL -> {
        DecimalType decimal = (DecimalType) type;
        yield from.getDecimal(ordinal, decimal.precision(), decimal.scale()).toDouble();
      }
      case TEXT -> Numbers.parse(from.getUTF8String(ordinal));
    };
  }

  /** The value as it stands in the data. */
  String text(SpecializedGetters from, int ordinal, DataType type) {
    return this == TEXT
        ? from.getUTF8String(ordinal).toString()
        : String.valueOf(from.get(ordinal, type));
  }
}
