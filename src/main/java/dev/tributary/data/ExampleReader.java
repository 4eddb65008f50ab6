package dev.tributary.data;

import java.io.Serializable;

/**
 * What both passes over a source need to know of its rows.
 *
 * @param order what decides a row's place
 * @param features reads the features
 * @param labels reads the label
 * @param split which rows are held out
 */
record ExampleReader(Source.Order order, FeatureReader features, LabelReader labels, Split split)
    implements Serializable {

  ExampleReader with(LabelReader others) {
    return new ExampleReader(order, features, others, split);
  }

  ExampleReader with(Split other) {
    return new ExampleReader(order, features, labels, other);
  }
}
