package dev.tributary.data;

/** What becomes of categories that aren't known, and of missing ones: slot 0 is theirs. */
public enum UnknownSlot {
  /** Training rows were in it, so that the network knows what it means. */
  USED,
  /**
   * No training row was in it: its weights are as they were drawn, and say nothing. All inputs of
   * the column are 0 instead.
   */
  SILENT
}
