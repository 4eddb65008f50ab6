package dev.tributary.interop.dl4j;

import dev.tributary.nn.layer.Layer;
import dev.tributary.nn.layer.Step;
import java.util.Arrays;

/** Gives on what a recurrent layer holds after the last step. */
final class LastStep implements Layer {
  private final Layer layer;
  private final int steps;
  private final int units;
  private final float[] output;
  private final float[] stepsGradient;

  /**
   * @param layer gives {@code [rows, steps, units]}
   */
  LastStep(Layer layer, int steps, int units, int capacity) {
    this.layer = layer;
    this.steps = steps;
    this.units = units;
    this.output = new float[Math.multiplyExact(capacity, units)];
    this.stepsGradient = new float[Math.multiplyExact(output.length, steps)];
  }

  @Override
  public float[] forward(Step step, float[] input) {
    float[] all = layer.forward(step, input);
    for (int row = 0; row < step.rows; row++) {
      System.arraycopy(all, last(row), output, row * units, units);
    }
    return output;
  }

  @Override
  public float[] backward(Step step, float[] gradient) {
    Arrays.fill(stepsGradient, 0, step.rows * steps * units, 0f);
    for (int row = 0; row < step.rows; row++) {
      System.arraycopy(gradient, row * units, stepsGradient, last(row), units);
    }
    return layer.backward(step, stepsGradient);
  }

  private int last(int row) {
    return (row * steps + steps - 1) * units;
  }
}
