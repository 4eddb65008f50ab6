package dev.tributary.data;

/** What to do with rows that can't be used. */
public enum BadRows {
  /** Refuse the data, naming the first such row. */
  FAIL,
  /** Leave them out and count them by reason. */
  SKIP
}
