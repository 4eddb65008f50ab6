package dev.tributary.cli;

import dev.tributary.config.InvalidJobException;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;

/** What predictions can be written as. */
enum PredictionFormat {
  PARQUET,
  JSON,
  ORC,
  /** With a header; it holds no arrays. */
  CSV;

  /** How Spark's reader and writer are told. */
  Map<String, String> options() {
    return this == CSV ? Map.of("header", "true") : Map.of();
  }

  /**
   * Checks that it can hold such rows.
   *
   * @throws InvalidJobException naming the column that it can't
   */
  void require(StructType rows) {
    if (this != CSV) {
      return;
    }
    for (StructField column : rows.fields()) {
      if (column.dataType() instanceof ArrayType
          || column.dataType() instanceof BinaryType
          || column.dataType() instanceof StructType
          || column.dataType() instanceof MapType
          || column.dataType() instanceof UserDefinedType) {
        throw new InvalidJobException(
            "CSV can't hold the column %s, which has the type %s. Give another --output-format: parquet, json or orc."
                .formatted(column.name(), column.dataType().simpleString()));
      }
    }
  }

  /** As Spark and users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
