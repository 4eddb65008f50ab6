package dev.tributary.nn;

import dev.tributary.nn.layer.AlphaDropout;
import dev.tributary.nn.layer.Dropout;
import dev.tributary.nn.layer.GaussianNoise;
import dev.tributary.nn.layer.LayerPlan;
import dev.tributary.nn.layer.LayerSpec;
import dev.tributary.nn.layer.RRelu;
import dev.tributary.nn.layer.Step;
import java.util.Arrays;
import java.util.List;

/**
 * The random layers of {@link ReferenceNetwork}: what is drawn is the engine's, the rest is not.
 */
final class ReferenceDraws {
  private ReferenceDraws() {}

  static double[][] rrelu(RRelu layer, int index, double[][] input, long seed) {
    float[] minusSlopes = drawn(layer, index, input, seed, -1f);
    return map(input, (x, i) -> x > 0 ? x : -minusSlopes[i] * x);
  }

  /** Dropout of either kind and noise, in double, with what the layer draws for this seed. */
  static double[][] disturb(LayerSpec layer, int index, double[][] input, long seed) {
    float[] ofZeros = drawn(layer, index, input, seed, 0f);
    float[] ofOnes = drawn(layer, index, input, seed, 1f);
    if (layer instanceof GaussianNoise) {
      return map(input, (x, i) -> x + ofZeros[i]);
    }
    if (layer instanceof Dropout dropout) {
      return map(input, (x, i) -> ofOnes[i] == 0f ? 0 : x / (1 - dropout.rate()));
    }
    if (layer instanceof AlphaDropout dropout) {
      double kept = 1 - dropout.rate();
      double limit = -1.0507009873554805 * 1.6732632423543772;
      double a = Math.pow(kept + limit * limit * kept * (1 - kept), -0.5);
      double b = -a * (1 - kept) * limit;
      return map(input, (x, i) -> a * (ofOnes[i] == ofZeros[i] ? limit : x) + b);
    }
    throw new AssertionError("There is no reference for the layer " + layer);
  }

  /** What a layer at this place makes of the same value everywhere. */
  private static float[] drawn(
      LayerSpec layer, int index, double[][] input, long seed, float value) {
    int width = input[0].length;
    LayerPlan plan =
        new LayerPlan(
            index,
            Shape.of(width),
            input.length,
            List.of(),
            List.of(),
            LayerPlan.Backward.TO_INPUT,
            LayerPlan.Role.TRAINABLE);
    Step step = new Step();
    step.mode = Step.Mode.TRAINING;
    step.rows = input.length;
    step.seed = seed;
    float[] values = new float[input.length * width];
    Arrays.fill(values, value);
    return layer.build(plan).forward(step, values);
  }

  /** Of a value and its place in the flat array. */
  interface Elementwise {
    double apply(double x, int index);
  }

  static double[][] map(double[][] input, Elementwise function) {
    int width = input[0].length;
    double[][] output = new double[input.length][width];
    for (int row = 0; row < input.length; row++) {
      for (int j = 0; j < width; j++) {
        output[row][j] = function.apply(input[row][j], row * width + j);
      }
    }
    return output;
  }
}
