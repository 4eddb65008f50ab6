package dev.tributary.ml;

import org.apache.spark.ml.util.MetadataUtils;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import scala.Option;

/** Finds out how many classes a label column holds. */
final class ClassCount {
  /** More of them are most likely values to predict. */
  private static final int MOST = 10_000;

  private ClassCount() {}

  /**
   * As the column's metadata say; else one more than the largest label, at least 2.
   *
   * @throws IllegalArgumentException if there is no label, or they can't be classes
   */
  static int of(Dataset<Row> rows, String label) {
    Option<Object> told = MetadataUtils.getNumClasses(rows.schema().apply(label));
    if (told.isDefined()) {
      return (Integer) told.get();
    }
    Row found = rows.agg(functions.max(FeatureColumns.column(label).cast("double"))).first();
    if (found.isNullAt(0)) {
      throw new IllegalArgumentException(
          "No row has a label in the column %s, so there is nothing to train on.".formatted(label));
    }
    double largest = found.getDouble(0);
    if (!(largest >= 0 && largest < MOST && largest == Math.rint(largest))) {
      throw new IllegalArgumentException(
          "The largest label of the column %s is %s; allowed are classes, whole numbers from 0 to %d. For texts, use a StringIndexer; for a number to predict, a DeepRegressor."
              .formatted(label, largest, MOST - 1));
    }
    return Math.max(2, (int) largest + 1);
  }
}
