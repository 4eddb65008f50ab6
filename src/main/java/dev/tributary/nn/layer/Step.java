package dev.tributary.nn.layer;

/** What all layers share during one forward and backward pass. */
public final class Step {
  /** Whether the pass trains or predicts. */
  public enum Mode {
    /** Batch statistics are used and moved; dropout drops. */
    TRAINING,
    /** Moving statistics are used; nothing is random. */
    INFERENCE
  }

  public Mode mode = Mode.INFERENCE;
  public int rows;
  public float[] weights = new float[0];
  public float[] statistics = new float[0];
  public float[] gradient = new float[0];
  public long seed;
}
