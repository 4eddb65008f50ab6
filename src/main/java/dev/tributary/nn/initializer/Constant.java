package dev.tributary.nn.initializer;

import dev.tributary.math.RandomStream;
import java.util.Arrays;

/** The same value everywhere: biases, and batch normalization's scale and offset. */
public record Constant(float value) implements Initializer {
  public static final Constant ZEROS = new Constant(0);
  public static final Constant ONES = new Constant(1);

  private static final long serialVersionUID = 1L;

  @Override
  public String name() {
    return value == 0 ? "zeros" : value == 1 ? "ones" : "constant";
  }

  @Override
  public void fill(
      float[] values, int offset, int length, int fanIn, int fanOut, RandomStream random) {
    Arrays.fill(values, offset, offset + length, value);
  }
}
