package dev.tributary.nn.diagnosis;

import dev.tributary.nn.activation.Activation;
import java.util.Arrays;

/**
 * How steep an activation is.
 *
 * @param steepest the largest {@code |f'(x)|} on {@code -12 ≤ x ≤ 12}
 * @param ends what its derivative does far from 0
 */
record Slopes(double steepest, Ends ends) {
  /** Values at which the slope is below this share of the steepest are saturated. */
  static final double FLAT = 0.1;

  private static final int REACH = 12;
  private static final int STEPS_EACH = 16;

  /** What the derivative does far from 0. */
  enum Ends {
    /** It comes close to 0 on both sides of a steep middle: sigmoid, tanh and their like. */
    SATURATE,
    /** It is 0 for every negative input: the ReLU family that can die. */
    DIE,
    /** Neither. */
    NEITHER
  }

  static Slopes of(Activation function) {
    float[] inputs = new float[2 * REACH * STEPS_EACH + 1];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (float) (i - REACH * STEPS_EACH) / STEPS_EACH;
    }
    float[] outputs = new float[inputs.length];
    float[] slopes = new float[inputs.length];
    Arrays.fill(slopes, 1f);
    function.forward(inputs, outputs, 1, inputs.length);
    function.backward(inputs, outputs, slopes, 1, inputs.length);
    double steepest = 0;
    for (float slope : slopes) {
      steepest = Math.max(steepest, Math.abs(slope));
    }
    // ReLU6 is flat at both ends too, but half of its inputs are meant to be.
    Ends ends = function.canDie() ? Ends.DIE : function.saturates() ? Ends.SATURATE : Ends.NEITHER;
    return new Slopes(steepest, ends);
  }
}
