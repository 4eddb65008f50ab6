package dev.tributary.bench;

/**
 * One that takes part in a {@link Contest}.
 *
 * @param name who it is, for people
 * @param turn does its share of work, as much as the others do in theirs
 */
record Contender(String name, Turn turn) {
  /** A share of work. */
  interface Turn {
    void take() throws Exception;
  }
}
