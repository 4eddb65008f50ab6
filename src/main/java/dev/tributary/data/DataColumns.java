package dev.tributary.data;

import dev.tributary.data.DataEncoding.Column;
import java.util.List;

/**
 * What can be known of a job's data without reading it all.
 *
 * @param format how the training rows are written
 * @param features the columns, in the order of the input vector
 * @param labels the label columns, in order; none where the features are the targets
 */
public record DataColumns(String format, List<Column> features, List<Column> labels) {
  public DataColumns {
    features = List.copyOf(features);
    labels = List.copyOf(labels);
  }

  /** The length of the input vector. */
  public int width() {
    return features.stream().mapToInt(Column::width).sum();
  }
}
