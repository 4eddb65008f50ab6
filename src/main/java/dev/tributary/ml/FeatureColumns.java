package dev.tributary.ml;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/** The columns that make the input vector. */
final class FeatureColumns {
  private FeatureColumns() {}

  /** Those of {@code inputCols} where that is set, else the features column. */
  static List<String> of(DeepParams params, String featuresCol) {
    boolean named = params.isSet(params.inputCols()) && params.getInputCols().length > 0;
    return named ? List.of(params.getInputCols()) : List.of(featuresCol);
  }

  /**
   * Checks that they are there and hold numbers.
   *
   * @throws IllegalArgumentException if not
   */
  static void check(StructType schema, List<String> names) {
    for (String name : names) {
      if (!Arrays.asList(schema.fieldNames()).contains(name)) {
        throw new IllegalArgumentException(
            "There is no column %s, named in %s. The columns are %s."
                .formatted(
                    name,
                    names.size() == 1 ? "featuresCol or inputCols" : "inputCols",
                    String.join(", ", schema.fieldNames())));
      }
      DataType type = schema.apply(name).dataType();
      if (!isNumbers(type)) {
        throw new IllegalArgumentException(
            "The features column %s has the type %s; allowed is a vector, an array of numbers, a number, a boolean or binary. Convert it, or index it with a StringIndexer."
                .formatted(name, type.simpleString()));
      }
    }
  }

  /** The length of the input vector, by the first row that has it. */
  static int width(Dataset<Row> rows, List<String> names) {
    Dataset<Row> whole =
        rows.select(
            names.stream().map(FeatureColumns::column).toArray(org.apache.spark.sql.Column[]::new));
    for (String name : names) {
      whole = whole.filter(column(name).isNotNull());
    }
    List<Row> first = whole.takeAsList(1);
    if (first.isEmpty()) {
      throw new IllegalArgumentException(
          "No row has values in %s, so there is nothing to train on."
              .formatted(String.join(", ", names)));
    }
    int width = 0;
    for (int i = 0; i < names.size(); i++) {
      width += length(first.get(0).get(i));
    }
    return width;
  }

  /** A column that Spark selects by, whatever characters its name holds. */
  static org.apache.spark.sql.Column column(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  private static int length(Object value) {
    if (value instanceof Vector vector) {
      return vector.size();
    } else if (value instanceof byte[] bytes) {
      return bytes.length;
    }
    return value instanceof scala.collection.Seq<?> list ? list.size() : 1;
  }

  private static boolean isNumbers(DataType type) {
    return type.equals(SQLDataTypes.VectorType())
        || type instanceof NumericType
        || type instanceof BooleanType
        || type instanceof BinaryType
        || (type instanceof ArrayType array && array.elementType() instanceof NumericType);
  }
}
