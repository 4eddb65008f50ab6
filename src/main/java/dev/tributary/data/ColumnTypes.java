package dev.tributary.data;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** Which types of Spark's the values of a column may have. */
final class ColumnTypes {
  private ColumnTypes() {}

  /**
   * Checks that values of a type can be read as an encoding says.
   *
   * @param what has the column, for messages
   */
  static void require(String name, DataType type, ColumnEncoding encoding, String what) {
    if (encoding instanceof DateEncoding date) {
      requireDate(name, type, date, what);
    } else if (encoding instanceof CategoryEncoding) {
      requireSingle(name, type, what, "type = categorical takes one value a row");
    } else if (encoding instanceof NumberEncoding number && !number.fill().isEmpty()) {
      refuseUnreadable(name, type, what);
      requireSingle(name, type, what, "impute takes one number a row");
    } else {
      refuseUnreadable(name, type, what);
    }
  }

  /** Refuses what gives no numbers, and says what else it could be. */
  private static void refuseUnreadable(String name, DataType type, String what) {
    if (type instanceof DateType
        || type instanceof TimestampType
        || type instanceof TimestampNTZType) {
      throw unreadable(
          name,
          type,
          what,
          "a number. As a date it can be a feature with { columns = [\"%s\"], type = date, parts = [month, day_of_week] }"
              .formatted(name));
    }
    Columns.refuseUnreadable(name, type, what);
  }

  private static void requireSingle(String name, DataType type, String what, String allowed) {
    if (ColumnReader.single(name, 0, type).isEmpty()) {
      throw unreadable(
          name, type, what, allowed + ": a number, a boolean or a text, no array, vector or date");
    }
  }

  private static void requireDate(String name, DataType type, DateEncoding encoding, String what) {
    if (!DateReader.reads(type)) {
      throw unreadable(name, type, what, DateReader.READABLE);
    }
    if (type instanceof DateType && encoding.parts().stream().anyMatch(DatePart::isOfDay)) {
      throw unreadable(
          name, type, what, "a timestamp or a text for hour and minute: a date has no time of day");
    }
  }

  private static UnusableDataException unreadable(
      String name, DataType type, String what, String allowed) {
    return new UnusableDataException(
        "%s can't be read: the column \"%s\" has the type %s. Allowed is %s."
            .formatted(what, name, type.simpleString(), allowed));
  }
}
