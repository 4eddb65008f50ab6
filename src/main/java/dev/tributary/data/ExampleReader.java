package dev.tributary.data;

import java.io.Serializable;
import org.apache.spark.sql.types.StructType;

/**
 * What both passes over a source need to know of its rows.
 *
 * @param schema of the rows, see {@link Source#internalRows}
 * @param features reads the features
 * @param labels reads the label
 * @param split which rows are held out
 */
record ExampleReader(StructType schema, FeatureReader features, LabelReader labels, Split split)
    implements Serializable {

  ExampleReader with(LabelReader others) {
    return new ExampleReader(schema, features, others, split);
  }

  ExampleReader with(Split other) {
    return new ExampleReader(schema, features, labels, other);
  }
}
