package dev.tributary.nn.layer;

import dev.tributary.nn.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Single layers at work, and moments of what they give. */
final class Layers {
  private Layers() {}

  /** A layer alone at a place, with its parameters from the start of the vector. */
  static Layer at(int index, LayerSpec spec, int rows, int width) {
    List<Integer> offsets = new ArrayList<>();
    int offset = 0;
    for (TensorSpec tensor : spec.parameters(Shape.of(width))) {
      offsets.add(offset);
      offset += tensor.shape().size();
    }
    return spec.build(
        new LayerPlan(
            index,
            Shape.of(width),
            rows,
            offsets,
            List.of(),
            LayerPlan.Backward.TO_INPUT,
            LayerPlan.Role.TRAINABLE));
  }

  static Step step(Step.Mode mode, int rows, long seed, float... weights) {
    Step step = new Step();
    step.mode = mode;
    step.rows = rows;
    step.seed = seed;
    step.weights = weights;
    step.gradient = new float[weights.length];
    return step;
  }

  static float[] filled(int size, float value) {
    float[] values = new float[size];
    Arrays.fill(values, value);
    return values;
  }

  static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** The biased variance. */
  static double variance(float[] values) {
    double mean = mean(values);
    double sum = 0;
    for (float value : values) {
      sum += (value - mean) * (value - mean);
    }
    return sum / values.length;
  }
}
