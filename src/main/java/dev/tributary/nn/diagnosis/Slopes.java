package dev.tributary.nn.diagnosis;

import dev.tributary.nn.activation.Activation;
import java.util.Arrays;

/**
 * How steep an activation is, found out by its own derivative.
 *
 * @param steepest the largest {@code |f'(x)|} on {@code -12 ≤ x ≤ 12}
 * @param ends what its derivative does far from 0
 */
record Slopes(double steepest, Ends ends) {
  /** Values at which the slope is below this share of the steepest are saturated. */
  static final double FLAT = 0.1;

  /** What rounding leaves of the slope of softmax, whose outputs always sum to 1. */
  private static final double NO_SLOPE = 1e-3;

  private static final int REACH = 12;
  private static final int STEPS_EACH = 16;

  /** What the derivative does far from 0. */
  enum Ends {
    /** It comes close to 0 on both sides of a steep middle: sigmoid, tanh and their like. */
    SATURATE,
    /** It is 0 for every negative input: the ReLU family that can die. */
    DIE,
    /** Neither, or the function isn't one of single values. */
    NEITHER
  }

  static Slopes of(Activation function) {
    int size = 2 * REACH * STEPS_EACH + 1;
    float[] slopes = new float[size];
    float[] at = new float[size];
    for (int i = 0; i < size; i++) {
      at[i] = (float) (i - REACH * STEPS_EACH) / STEPS_EACH;
    }
    at(function, at, slopes);
    double steepest = 0;
    for (float slope : slopes) {
      steepest = Math.max(steepest, Math.abs(slope));
    }
    if (steepest < NO_SLOPE) {
      return new Slopes(0, Ends.NEITHER);
    }
    double flat = FLAT * steepest;
    float low = slopes[0];
    float high = slopes[size - 1];
    float left = slopes[(REACH - 1) * STEPS_EACH];
    float right = slopes[(REACH + 1) * STEPS_EACH];
    boolean flatEnds = Math.abs(low) < flat && Math.abs(high) < flat;
    if (flatEnds && Math.abs(left) >= flat && Math.abs(right) >= flat) {
      return new Slopes(steepest, Ends.SATURATE);
    }
    boolean off = true;
    for (int i = 0; i < REACH * STEPS_EACH; i++) {
      off &= slopes[i] == 0;
    }
    return new Slopes(steepest, off ? Ends.DIE : Ends.NEITHER);
  }

  /**
   * One row of inputs; a function of whole rows has no slope of its own and gives what it gives.
   */
  private static void at(Activation function, float[] inputs, float[] slopes) {
    float[] outputs = new float[inputs.length];
    Arrays.fill(slopes, 1f);
    function.forward(inputs, outputs, 1, inputs.length);
    function.backward(inputs, outputs, slopes, 1, inputs.length);
  }
}
