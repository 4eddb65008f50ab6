package dev.tributary.train;

import dev.tributary.nn.Engine;
import dev.tributary.nn.NamedLayer;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import dev.tributary.nn.layer.Dense;
import java.util.ArrayList;
import java.util.List;

/**
 * A hidden dense layer with what stands between it and the next one: what greedy pretraining trains
 * at a time.
 *
 * @param layers from the bottom up
 * @param input the shape of an example below them
 * @param engine what computes them
 */
record HiddenBlock(List<NamedLayer> layers, Shape input, Engine engine) {
  HiddenBlock {
    layers = List.copyOf(layers);
  }

  /** All but the output layer; what stands below the first dense layer belongs to its block. */
  static List<HiddenBlock> of(NetworkSpec network, Shape input) {
    List<NamedLayer> layers = network.layers();
    List<Shape> shapes = network.shapes(input);
    List<HiddenBlock> blocks = new ArrayList<>();
    int start = 0;
    boolean dense = false;
    for (int i = 0; i < layers.size(); i++) {
      if (!(layers.get(i).spec() instanceof Dense)) {
        continue;
      }
      if (dense) {
        Shape below = start == 0 ? input : shapes.get(start - 1);
        blocks.add(new HiddenBlock(layers.subList(start, i), below, network.engine()));
        start = i;
      }
      dense = true;
    }
    return blocks;
  }

  /** Whether a network has any. */
  static boolean areIn(NetworkSpec network) {
    return network.layers().stream().filter(layer -> layer.spec() instanceof Dense).count() > 1;
  }

  /** The name of its dense layer. */
  String name() {
    return layers.stream()
        .filter(layer -> layer.spec() instanceof Dense)
        .findFirst()
        .orElseThrow()
        .name();
  }
}
