package dev.tributary.ml;

import java.util.Arrays;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/** Checks of a data set's columns, and the columns that stages add to them. */
final class Schemas {
  private Schemas() {}

  /**
   * Checks the columns that training takes besides the features.
   *
   * @param label empty where there is none
   * @throws IllegalArgumentException if one isn't there, or is of the wrong type
   */
  static void checkTraining(StructType schema, DeepParams params, String label) {
    if (!label.isEmpty()) {
      require(
          schema,
          "labelCol",
          label,
          NumericType.class,
          "a number; index texts with a StringIndexer");
    }
    if (params.isSet(params.weightCol()) && !params.getWeightCol().isEmpty()) {
      require(schema, "weightCol", params.getWeightCol(), NumericType.class, "a number");
    }
    if (Fitting.isIndicated(params)) {
      require(
          schema,
          "validationIndicatorCol",
          params.getValidationIndicatorCol(),
          BooleanType.class,
          "a boolean");
    }
  }

  private static void require(
      StructType schema, String param, String name, Class<? extends DataType> type, String words) {
    if (!has(schema, name)) {
      throw new IllegalArgumentException(
          "There is no column %s, named in %s. The columns are %s."
              .formatted(name, param, String.join(", ", schema.fieldNames())));
    }
    DataType found = schema.apply(name).dataType();
    if (!type.isInstance(found)) {
      throw new IllegalArgumentException(
          "The column %s, named in %s, has the type %s; allowed is %s."
              .formatted(name, param, found.simpleString(), words));
    }
  }

  /** The schema with a further column; as it is where the name is empty. */
  static StructType with(
      StructType schema, String name, DataType type, Metadata metadata, Scoring.InvalidRows rows) {
    if (name.isEmpty()) {
      return schema;
    }
    if (has(schema, name)) {
      throw new IllegalArgumentException(
          "Column %s already exists. Drop it, or have the result under another name."
              .formatted(name));
    }
    return schema.add(
        DataTypes.createStructField(name, type, rows == Scoring.InvalidRows.KEEP, metadata));
  }

  /**
   * The same with a column of vectors.
   *
   * @param size their length; below 0 where it isn't known
   */
  static StructType withVector(StructType schema, String name, int size, Scoring.InvalidRows rows) {
    AttributeGroup group =
        size < 0 || name.isEmpty() ? new AttributeGroup("vector") : new AttributeGroup(name, size);
    return with(
        schema,
        name,
        SQLDataTypes.VectorType(),
        size < 0 ? Metadata.empty() : group.toMetadata(),
        rows);
  }

  private static boolean has(StructType schema, String name) {
    return Arrays.asList(schema.fieldNames()).contains(name);
  }
}
