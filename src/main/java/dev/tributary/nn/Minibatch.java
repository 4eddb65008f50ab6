package dev.tributary.nn;

/**
 * A buffer of examples, filled again and again.
 *
 * <p>{@link #features} is {@code [capacity, width]} row-major; the first {@link #rows} rows count.
 * Of {@link #classes} ({@code [capacity]}) and {@link #values} ({@code [capacity, targets]}) the
 * one that the loss needs is used; the other is empty.
 */
public final class Minibatch {
  public final int capacity;
  public final int width;
  public final float[] features;
  public final int[] classes;
  public final float[] values;
  public int rows;

  /**
   * @param capacity the most examples it holds
   * @param width features an example
   * @param kind what the targets are
   * @param targets numbers an example where the targets are {@link TargetKind#VALUES}
   */
  public Minibatch(int capacity, int width, TargetKind kind, int targets) {
    this.capacity = capacity;
    this.width = width;
    this.features = new float[Math.multiplyExact(capacity, width)];
    this.classes = kind == TargetKind.CLASS_INDEX ? new int[capacity] : new int[0];
    this.values =
        kind == TargetKind.VALUES ? new float[Math.multiplyExact(capacity, targets)] : new float[0];
  }
}
