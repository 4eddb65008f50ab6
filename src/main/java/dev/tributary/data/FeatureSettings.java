package dev.tributary.data;

import dev.tributary.config.Section;

/** What a job says of a feature column: how its values become numbers of the input vector. */
public sealed interface FeatureSettings permits NumberSettings, CategorySettings, DateSettings {
  /** Reads the keys of one type of column. */
  @FunctionalInterface
  interface Reading {
    FeatureSettings read(Section entry);
  }

  /**
   * The encoding of a column before anything is fitted to its values: what may stand in a row is
   * known, and how many inputs it gives at least.
   */
  ColumnEncoding unfitted(String column);

  /** Whether it is just numbers, which the scaling of the job is all there is to do for. */
  default boolean isPlain() {
    return equals(NumberSettings.PLAIN);
  }

  /** What is done, for people; empty where it is nothing but scaling. */
  String words();
}
