package dev.tributary.train;

import java.io.Serializable;

/** A vector of a worker as it travels to where it is averaged with the others'. */
interface WireVector extends Serializable {
  /** Its numbers; not a copy where they travel as they are. */
  float[] values();

  /** Those of its numbers that lie in {@code [from, to)}, with the same bits. */
  WireVector slice(int from, int to);
}
