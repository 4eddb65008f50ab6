package dev.tributary.nn.layer;

/** A layer that another library computes: this one only knows its shapes and its parameters. */
public interface ForeignLayer extends LayerSpec {
  @Override
  default Layer build(LayerPlan plan) {
    return ForeignLayers.required().build(this, plan);
  }
}
