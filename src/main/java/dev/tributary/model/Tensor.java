package dev.tributary.model;

import java.util.Arrays;
import java.util.List;

/**
 * A named array of numbers, row-major.
 *
 * <p>The values are not copied: a tensor is a view for saving and loading, and large ones would
 * otherwise exist twice.
 */
public final class Tensor {
  private final String name;
  private final List<Integer> shape;
  private final float[] values;

  /**
   * @param name such as {@code dense_1/kernel}; data, never a path
   * @param shape each dimension at least 0; empty for a single number
   * @param values as many as the product of the dimensions
   */
  public Tensor(String name, List<Integer> shape, float[] values) {
    if (name.equals(Safetensors.METADATA)) {
      throw new IllegalArgumentException("Invalid tensor name: " + name + " (it is reserved)");
    }
    this.name = name;
    this.shape = List.copyOf(shape);
    this.values = values;
    long size = 1;
    for (int dimension : this.shape) {
      if (dimension < 0) {
        throw new IllegalArgumentException(
            "Invalid shape of tensor " + name + ": " + shape + " (must be at least 0 each)");
      }
      size = Math.multiplyExact(size, dimension);
    }
    if (size != values.length) {
      throw new IllegalArgumentException(
          "Invalid tensor %s: %d values (must be %d for the shape %s)"
              .formatted(name, values.length, size, shape));
    }
  }

  public String name() {
    return name;
  }

  public List<Integer> shape() {
    return shape;
  }

  /** The values themselves, row-major; not a copy. */
  public float[] values() {
    return values;
  }

  /** Equal in name, shape and every bit of the values. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor tensor
        && name.equals(tensor.name)
        && shape.equals(tensor.shape)
        && Arrays.equals(values, tensor.values);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * name.hashCode() + shape.hashCode()) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return name + " " + shape;
  }
}
