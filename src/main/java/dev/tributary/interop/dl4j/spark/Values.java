package dev.tributary.interop.dl4j.spark;

import dev.tributary.interop.dl4j.Numbers;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An array of some examples as primitive numbers: an {@code INDArray} is written number by number,
 * which takes several times as long.
 */
final class Values implements Serializable {
  private static final long serialVersionUID = 1L;

  final float[] numbers;
  private final long[] shape;

  /**
   * @param numbers row-major
   * @param shape the first is the examples
   */
  Values(float[] numbers, long[] shape) {
    this.numbers = numbers;
    this.shape = shape;
  }

  /** What stands for an array that isn't there. */
  static Values none() {
    return new Values(new float[0], new long[] {0});
  }

  boolean isNone() {
    return shape[0] == 0;
  }

  static Values of(INDArray array) {
    return new Values(Numbers.of(array), array.shape());
  }

  int rows() {
    return Math.toIntExact(shape[0]);
  }

  int rank() {
    return shape.length;
  }

  /** How many numbers an example has. */
  int width() {
    return shape[0] == 0 ? 0 : numbers.length / rows();
  }

  /** Some of the examples. */
  Values rows(int from, int to) {
    if (isNone()) {
      return this;
    }
    long[] part = shape.clone();
    part[0] = (long) to - from;
    return new Values(Arrays.copyOfRange(numbers, from * width(), to * width()), part);
  }

  /** Whether an example of another has the same shape. */
  boolean isLike(Values other) {
    return isNone() == other.isNone()
        && Arrays.equals(shape, 1, shape.length, other.shape, 1, other.shape.length);
  }

  /** The examples of several, which are alike, one after the other. */
  static Values joined(List<Values> parts) {
    long[] shape = parts.get(0).shape.clone();
    shape[0] = parts.stream().mapToLong(part -> part.shape[0]).sum();
    float[] numbers = new float[parts.stream().mapToInt(part -> part.numbers.length).sum()];
    int at = 0;
    for (Values part : parts) {
      System.arraycopy(part.numbers, 0, numbers, at, part.numbers.length);
      at += part.numbers.length;
    }
    return new Values(numbers, shape);
  }

  /** The array; null if there is none. */
  INDArray array() {
    return isNone() ? null : Nd4j.create(numbers, shape, 'c');
  }
}
