package dev.tributary.nn;

/**
 * A buffer of examples, filled again and again.
 *
 * <p>{@link #features} is {@code [capacity, width]} row-major; the first {@link #rows} rows count.
 * Of {@link #classes} ({@code [capacity]}) and {@link #values} ({@code [capacity, targets]}) the
 * one that the loss needs is used; the other is empty. Where the targets are {@link
 * TargetKind#FEATURES}, {@code values} is the array {@code features} itself.
 */
public final class Minibatch {
  private static final float[] ALIKE = new float[0];

  public final int capacity;
  public final int width;
  public final float[] features;
  public final int[] classes;
  public final float[] values;
  public int rows;

  /** How much each example counts in training, {@code [capacity]}; empty where all count alike. */
  public float[] weights = ALIKE;

  private float[] ownWeights = ALIKE;

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
        switch (kind) {
          case CLASS_INDEX -> new float[0];
          case VALUES -> new float[Math.multiplyExact(capacity, targets)];
          case FEATURES -> features;
        };
  }

  /** Whether targets are to be filled in; where they are the features there are none besides. */
  public boolean takesTargets() {
    return values != features;
  }

  /** Lets examples have {@link #weights} of their own, for the caller to write. */
  public void weigh() {
    if (ownWeights.length == 0) {
      ownWeights = new float[capacity];
    }
    weights = ownWeights;
  }

  /** Lets all examples count alike. */
  public void countAlike() {
    weights = ALIKE;
  }
}
