package dev.tributary.data;

/** Whether an input of its own, 1 or 0, tells that a value was missing. */
public enum Indicator {
  NONE,
  USED;

  static Indicator of(boolean used) {
    return used ? USED : NONE;
  }

  /** How many inputs it is. */
  int inputs() {
    return this == USED ? 1 : 0;
  }
}
