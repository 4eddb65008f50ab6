package dev.tributary.nn.diagnosis;

import dev.tributary.nn.GradientEngine;
import dev.tributary.nn.NamedLayer;
import dev.tributary.nn.ParameterLayout.Slice;
import dev.tributary.nn.layer.BatchNormalization;
import dev.tributary.nn.layer.LayerSpec;
import dev.tributary.nn.layer.Nonlinearity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** One measurement, the network it is of, and questions that rules ask of both. */
record Evidence(GradientEngine network, Clipping clipping, Measurement measured) {
  String when() {
    return measured.when();
  }

  List<NamedLayer> layers() {
    return network.spec().layers();
  }

  String label(int layer) {
    return measured.layers().get(layer).label();
  }

  String name(int layer) {
    return layers().get(layer).name();
  }

  OptionalDouble figure(int layer, Figure figure) {
    return measured.layers().get(layer).figure(figure);
  }

  /** The layers with a kernel, from the input up. */
  List<Integer> weightLayers() {
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < layers().size(); i++) {
      if (kernel(i).isPresent()) {
        found.add(i);
      }
    }
    return found;
  }

  /** The activations with a weight layer above them, from the input up. */
  List<Integer> hiddenActivations() {
    List<Integer> weights = weightLayers();
    int last = weights.isEmpty() ? 0 : weights.get(weights.size() - 1);
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < last; i++) {
      if (layers().get(i).spec() instanceof Nonlinearity) {
        found.add(i);
      }
    }
    return found;
  }

  /** Those of the hidden activations for which a figure is there and above a limit. */
  List<Integer> hiddenActivationsAbove(Figure figure, double limit) {
    return hiddenActivations().stream()
        .filter(layer -> figure(layer, figure).orElse(0) > limit)
        .toList();
  }

  /** The layer's matrix, the first of its tensors with two dimensions or more. */
  Optional<Slice> kernel(int layer) {
    return network.parameters().slices().stream()
        .filter(slice -> slice.layer().equals(name(layer)) && slice.spec().shape().rank() > 1)
        .findFirst();
  }

  /** The hidden activation that a weight layer feeds, before any other weight layer. */
  Optional<Integer> activationBehind(int weightLayer) {
    for (int i = weightLayer + 1; i < layers().size(); i++) {
      if (kernel(i).isPresent()) {
        return Optional.empty();
      }
      if (hiddenActivations().contains(i)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  /** Whether something between two layers normalizes the signal. */
  boolean normalized(int below, int above) {
    for (int i = below + 1; i < above; i++) {
      if (normalizes(layers().get(i).spec())) {
        return true;
      }
    }
    return false;
  }

  /** Whether every hidden activation has its input normalized. */
  boolean normalizedThroughout() {
    return weightLayers().stream()
        .allMatch(layer -> activationBehind(layer).map(at -> normalized(layer, at)).orElse(true));
  }

  /** By type, so that a further kind of normalization counts as soon as there is one. */
  static boolean normalizes(LayerSpec spec) {
    return spec instanceof BatchNormalization || spec.type().endsWith("_normalization");
  }
}
