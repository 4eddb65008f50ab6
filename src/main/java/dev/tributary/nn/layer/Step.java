package dev.tributary.nn.layer;

/** What all layers share during one forward and backward pass; the vectors are the caller's. */
public final class Step {
  /** Whether the pass trains or predicts. */
  public enum Mode {
    /** Batch statistics are used and moved; dropout drops. */
    TRAINING,
    /** Moving statistics are used; nothing is random. */
    INFERENCE
  }

  public Mode mode = Mode.INFERENCE;

  /** How many rows of the buffers count in this pass. */
  public int rows;

  /** The trainable parameters, flat; read only. */
  public float[] weights = new float[0];

  /** The moving statistics, flat; moved in training, read only in inference. */
  public float[] statistics = new float[0];

  /** The loss's gradient by the parameters, flat; written in the backward pass. */
  public float[] gradient = new float[0];

  /** Decides all that is random in this pass. */
  public long seed;
}
