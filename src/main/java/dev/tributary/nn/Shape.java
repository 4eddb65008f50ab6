package dev.tributary.nn;

import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The shape of one example (without the batch), row-major.
 *
 * @param dimensions at least one, each at least 1
 */
public record Shape(List<Integer> dimensions) implements Serializable {
  private static final long serialVersionUID = 1L;

  public Shape {
    dimensions = List.copyOf(dimensions);
    if (dimensions.isEmpty() || dimensions.stream().anyMatch(size -> size < 1)) {
      throw new IllegalArgumentException(
          "Invalid shape: " + dimensions + " (must have dimensions, each at least 1)");
    }
  }

  public static Shape of(int... dimensions) {
    return new Shape(java.util.Arrays.stream(dimensions).boxed().toList());
  }

  /**
   * The number of values: the product of the dimensions.
   *
   * @throws IllegalArgumentException if no array can hold so many
   */
  public int size() {
    long size = 1;
    for (int i = 0; i < dimensions.size(); i++) {
      size *= dimensions.get(i);
      if (size > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "Invalid shape: " + this + " (must have at most 2147483647 values)");
      }
    }
    return (int) size;
  }

  public int rank() {
    return dimensions.size();
  }

  /** The last dimension: the features of a step, the channels of a pixel, the units of a layer. */
  public int channels() {
    return dimensions.get(dimensions.size() - 1);
  }

  /** How many steps or pixels there are, each with its {@link #channels}; 1 where it is flat. */
  public int positions() {
    return size() / channels();
  }

  @Override
  public String toString() {
    return dimensions.stream().map(String::valueOf).collect(Collectors.joining("×"));
  }
}
