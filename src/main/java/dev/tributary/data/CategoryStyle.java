package dev.tributary.data;

/** What a category becomes. */
public enum CategoryStyle {
  /** An input for each category, of which one is 1 and the others are 0. */
  ONE_HOT,
  /** A vector that the network learns. */
  EMBEDDING
}
