package dev.tributary.interop.dl4j;

import dev.tributary.nn.Shape;
import dev.tributary.nn.layer.LayerSpec;
import dev.tributary.nn.layer.Lstm;
import dev.tributary.nn.layer.SimpleRnn;

/** What Deeplearning4j's layers give: recurrent ones always all steps. */
final class Steps {
  private Steps() {}

  static Shape outputShape(LayerSpec spec, Shape input) {
    if (spec instanceof Lstm lstm) {
      return Shape.of(input.positions(), lstm.recurrence().units());
    }
    if (spec instanceof SimpleRnn rnn) {
      return Shape.of(input.positions(), rnn.recurrence().units());
    }
    return spec.outputShape(input);
  }
}
