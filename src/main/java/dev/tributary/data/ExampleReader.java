package dev.tributary.data;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * What both passes over a source need to know of its rows.
 *
 * @param order what decides a row's place
 * @param features reads the features
 * @param labels reads the label
 * @param weights reads how much a row counts
 * @param split which rows are held out
 */
record ExampleReader(
    Source.Order order,
    FeatureReader features,
    LabelReader labels,
    WeightReader weights,
    Split split)
    implements Serializable {

  /** What keeps a row's label or weight from being used; null where nothing does. */
  BadRow readTarget(InternalRow row) {
    BadRow fault = labels.read(row);
    return fault != null ? fault : weights.read(row);
  }

  ExampleReader with(LabelReader others) {
    return new ExampleReader(order, features, others, weights, split);
  }

  ExampleReader with(Split other) {
    return new ExampleReader(order, features, labels, weights, other);
  }
}
