package dev.tributary.interop.dl4j;

import dev.tributary.data.UnusableDataException;
import dev.tributary.nn.layer.Layer;
import dev.tributary.nn.layer.LayerPlan;
import dev.tributary.nn.layer.Step;

/** Lets only whole numbers from 0 to below the number of entries into an embedding. */
final class Indices implements Layer {
  private final int entries;
  private final Layer embedding;
  private final int steps;
  private final float[] none;

  Indices(int entries, Layer embedding, LayerPlan plan) {
    this.entries = entries;
    this.embedding = embedding;
    this.steps = plan.input().size();
    this.none = new float[Math.multiplyExact(plan.capacity(), steps)];
  }

  @Override
  public float[] forward(Step step, float[] input) {
    for (int i = 0; i < step.rows * steps; i++) {
      float index = input[i];
      if (!(index >= 0 && index < entries && index == (int) index)) {
        throw new UnusableDataException(
            "A feature is %s, and the embedding over it takes whole numbers from 0 to %d. Give it more entries, or leave the features as they are: data.scaling = none."
                .formatted(index, entries - 1));
      }
    }
    return embedding.forward(step, input);
  }

  /** Indices have no gradient. */
  @Override
  public float[] backward(Step step, float[] gradient) {
    embedding.backward(step, gradient);
    return none;
  }
}
