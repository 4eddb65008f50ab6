package dev.tributary.nn.initializer;

import dev.tributary.math.RandomStream;
import java.io.Serializable;
import java.util.Map;

/** Sets a parameter's values before the first step. */
public interface Initializer extends Serializable {
  /** The name that a job file uses, such as {@code he_normal}. */
  String name();

  /** Its settings by key, as a job file gives them; the name isn't among them. */
  default Map<String, Object> settings() {
    return Map.of();
  }

  /**
   * Writes {@code values[offset .. offset + length)}; the same stream gives the same values.
   *
   * @param fanIn inputs that one unit sums
   * @param fanOut units that one input feeds
   * @param random where to draw from; a constant draws nothing
   */
  void fill(float[] values, int offset, int length, int fanIn, int fanOut, RandomStream random);
}
