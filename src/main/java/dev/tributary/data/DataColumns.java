package dev.tributary.data;

import dev.tributary.data.DataEncoding.Column;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What can be known of a job's data without reading it all.
 *
 * @param format how the training rows are written
 * @param features the columns, in the order of the input vector
 * @param settings how each of them becomes inputs
 * @param labels the label columns, in order; none where the features are the targets
 */
public record DataColumns(
    String format, List<Column> features, List<FeatureSettings> settings, List<Column> labels) {
  public DataColumns {
    features = List.copyOf(features);
    settings = List.copyOf(settings);
    labels = List.copyOf(labels);
  }

  /** Whether the training rows must be read to know how many inputs there are. */
  public boolean isOpen() {
    return settings.stream()
        .anyMatch(
            each -> each instanceof CategorySettings category && category.categories().isEmpty());
  }

  /**
   * The encodings before anything is fitted: an {@link #isOpen open} categorical column has no
   * categories yet.
   */
  public DataEncoding unfitted() {
    ColumnEncodings encodings = encodings();
    DataEncoding bare =
        new DataEncoding(features, labels, List.of(), List.of(), List.of(), encodings);
    int width = bare.width();
    return bare.scaled(Collections.nCopies(width, 0.0), Collections.nCopies(width, 1.0));
  }

  ColumnEncodings encodings() {
    List<ColumnEncoding> encodings = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      encodings.add(settings.get(i).unfitted(features.get(i).name()));
    }
    return ColumnEncodings.of(encodings);
  }

  /** Whether more is done with any column than to scale it. */
  boolean isTable() {
    return !settings.stream().allMatch(FeatureSettings::isPlain);
  }

  /** The length of the input vector, at least where it is {@link #isOpen open}. */
  public int width() {
    return unfitted().width();
  }
}
