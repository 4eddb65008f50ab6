package dev.tributary.ml;

import dev.tributary.config.NearMiss;
import dev.tributary.nn.NamedLayer;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import dev.tributary.train.TrainedNetwork;
import java.util.List;

/** Finds the layer of an autoencoder whose outputs are the code. */
final class CodeLayer {
  private CodeLayer() {}

  /**
   * How many of the lowest layers give a named layer's outputs, its own activation's included.
   *
   * @throws IllegalArgumentException if there is no such layer
   */
  static int named(NetworkSpec network, String name) {
    List<String> names = network.layers().stream().map(NamedLayer::name).toList();
    int place = names.indexOf(name);
    if (place < 0) {
      throw new IllegalArgumentException(
          "There is no layer %s, named in codeLayer%s. The layers are %s."
              .formatted(
                  name,
                  NearMiss.of(name, names).map(near -> "; did you mean " + near + "?").orElse(""),
                  String.join(", ", names)));
    }
    int activation = names.indexOf(name + NetworkSpec.ACTIVATION_SUFFIX);
    return Math.max(place, activation) + 1;
  }

  /** How many of the lowest layers give the narrowest outputs, behind all that keep their width. */
  static int narrowest(TrainedNetwork network) {
    List<Shape> shapes = network.spec().shapes(network.input());
    int best = 0;
    for (int i = 1; i < shapes.size(); i++) {
      int size = shapes.get(i).size();
      boolean goesOn = size == shapes.get(best).size() && i == best + 1;
      best = size < shapes.get(best).size() || goesOn ? i : best;
    }
    return best + 1;
  }
}
