package dev.tributary.train;

import java.util.Arrays;

/** Numbers that travel as they are. */
final class FloatVector implements WireVector {
  private static final long serialVersionUID = 1L;

  private final float[] values;

  FloatVector(float[] values) {
    this.values = values;
  }

  @Override
  public float[] values() {
    return values;
  }

  @Override
  public FloatVector slice(int from, int to) {
    return new FloatVector(Arrays.copyOfRange(values, from, to));
  }
}
