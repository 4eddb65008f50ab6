package dev.tributary.nn.layer;

/** What all layers share during one forward and backward pass; the vectors are the caller's. */
public final class Step {
  /** What the pass is for. A layer asks it the two questions below, not its name. */
  public enum Mode {
    /** Batch statistics are used, and the moving ones follow; random layers are random. */
    TRAINING,
    /** Moving statistics are used; nothing is random. */
    INFERENCE,
    /** Moving statistics are used and stay; random layers are random (Monte Carlo dropout). */
    SAMPLING,
    /**
     * Batch statistics are used, and written over {@link Step#statistics}, so that the caller can
     * pool them; nothing is random.
     */
    MEASURING;

    /** Whether a layer normalizes by the minibatch's own moments, unless it is frozen. */
    public boolean usesBatchStatistics() {
      return this == TRAINING || this == MEASURING;
    }

    /** Whether dropout drops and noise is added. */
    public boolean isRandom() {
      return this == TRAINING || this == SAMPLING;
    }
  }

  public Mode mode = Mode.INFERENCE;

  /** How many rows of the buffers count in this pass. */
  public int rows;

  /** The trainable parameters, flat; read only. */
  public float[] weights = new float[0];

  /** The statistics, flat; {@link Mode} says whether they are read, moved or written. */
  public float[] statistics = new float[0];

  /** The loss's gradient by the parameters, flat; written in the backward pass. */
  public float[] gradient = new float[0];

  /** Decides all that is random in this pass. */
  public long seed;
}
