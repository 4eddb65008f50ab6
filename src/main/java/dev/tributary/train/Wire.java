package dev.tributary.train;

import dev.tributary.math.RandomStream;

/**
 * How workers' vectors travel to where they are averaged.
 *
 * <p>Coded, a worker sends what it changed, {@code Δᵢ = wᵢ − x}, in fewer bits, and the next shared
 * model is {@code x + Σ nᵢ C(Δᵢ) / Σ nᵢ}: FedPAQ (Reisizadeh et al., 2020, algorithm 1). Weights
 * are rounded at random so that {@code E C(Δ) = Δ}, which is what its convergence rests on; there
 * is no bias that a residual, kept by the worker from round to round, would have to make good, and
 * workers stay stateless. The random numbers are a function of the seed, the round, the worker and
 * the place, so that a task that runs again sends the same bits.
 *
 * <p>The optimizer's states go as bfloat16, rounded towards the shared ones. Moving statistics, two
 * numbers a unit, travel as they are.
 */
public enum Wire {
  /** As they are. */
  FLOAT32,
  /** Differences of 16 bits. */
  BFLOAT16,
  /** Weights' differences of 8 bits, with a scale for each block of 1,024. */
  INT8;

  /** A worker's weights. */
  WireVector weights(float[] own, float[] shared, long seed) {
    return switch (this) {
      case FLOAT32 -> new FloatVector(own);
      case BFLOAT16 -> Bfloat16Vector.unbiased(own, shared, new RandomStream(seed));
      case INT8 -> Int8Vector.unbiased(own, shared, new RandomStream(seed));
    };
  }

  /** A state of a worker's optimizer. */
  WireVector state(float[] own, float[] shared) {
    return isCoded() ? Bfloat16Vector.towardsShared(own, shared) : new FloatVector(own);
  }

  /** Whether differences travel. */
  boolean isCoded() {
    return this != FLOAT32;
  }

  /**
   * The average of the workers' numbers.
   *
   * @param sent the average of what they sent
   */
  float[] reached(float[] shared, float[] sent) {
    if (!isCoded()) {
      return sent;
    }
    float[] reached = new float[sent.length];
    for (int i = 0; i < reached.length; i++) {
      // What nobody moved keeps its bits, -0 too.
      reached[i] = sent[i] == 0 ? shared[i] : shared[i] + sent[i];
    }
    return reached;
  }

  /** Bytes of a worker's weights and of some states as long. */
  long bytes(long weights, int states) {
    return switch (this) {
      case FLOAT32 -> Float.BYTES * weights * (1 + states);
      case BFLOAT16 -> Short.BYTES * weights * (1 + states);
      case INT8 -> Int8Vector.bytes(weights) + Short.BYTES * weights * states;
    };
  }
}
