package dev.tributary.data;

/** How a label column is read. */
public enum LabelType {
  /**
   * Numbers for a column of numeric type; a text column gives numbers if any of its values is one,
   * else texts.
   */
  AUTO,
  /** Numbers: class indices from 0 for a classification, the numbers themselves otherwise. */
  INTEGER,
  /** Texts, indexed by their sorted order. */
  TEXT
}
