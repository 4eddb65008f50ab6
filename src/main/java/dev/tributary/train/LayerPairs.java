package dev.tributary.train;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.NearMiss;
import dev.tributary.nn.GradientEngine;
import dev.tributary.nn.NamedLayer;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.ParameterLayout;
import dev.tributary.nn.ParameterLayout.Slice;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which layer of a saved model goes where in a job's network, and whether it can. */
final class LayerPairs {
  private final Transfer transfer;
  private final GradientEngine source;
  private final GradientEngine target;

  LayerPairs(Transfer transfer, GradientEngine source, GradientEngine target) {
    this.transfer = transfer;
    this.source = source;
    this.target = target;
  }

  /**
   * The network's layers by those of the model.
   *
   * @throws InvalidJobException if a layer isn't there or can't go where it is asked for
   */
  Map<String, String> bySource() {
    Map<String, String> pairs = transfer.count().isPresent() ? lowest() : named();
    pairs.forEach(this::check);
    if (transfer.frozenEpochs() == Transfer.ALWAYS
        && pairs.values().containsAll(trainable(target))) {
      throw new InvalidJobException(
          "transfer freezes every layer of the network that has weights, so that nothing is left to"
              + " train. Reuse fewer layers, or set transfer.trainable = true or"
              + " transfer.unfreeze-at-epoch.");
    }
    return pairs;
  }

  private Map<String, String> named() {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String layer : transfer.layers()) {
      require(layer, source.spec(), model());
      require(layer, target.spec(), "The job's network");
      pairs.put(layer, layer);
      // A learned activation written within a dense layer is part of it to whoever wrote the job.
      String activation = layer + NetworkSpec.ACTIVATION_SUFFIX;
      if (!slices(source.parameters(), activation).isEmpty()
          && !slices(target.parameters(), activation).isEmpty()) {
        pairs.put(activation, activation);
      }
    }
    return pairs;
  }

  private static void require(String layer, NetworkSpec network, String whose) {
    List<String> names = network.layers().stream().map(NamedLayer::name).toList();
    if (names.contains(layer)) {
      return;
    }
    throw new InvalidJobException(
        "%s has no layer %s, which transfer.layers names%s Its layers are %s."
            .formatted(
                whose,
                layer,
                NearMiss.of(layer, names).map(near -> "; did you mean " + near + "?").orElse("."),
                String.join(", ", names)));
  }

  private Map<String, String> lowest() {
    int count = transfer.count().orElseThrow();
    List<String> theirs = withWeights(source, count, model());
    List<String> ours = withWeights(target, count, "The job's network");
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      pairs.put(theirs.get(i), ours.get(i));
    }
    return pairs;
  }

  private static List<String> withWeights(GradientEngine network, int count, String whose) {
    List<String> layers =
        network.spec().layers().stream()
            .map(NamedLayer::name)
            .filter(
                name ->
                    !slices(network.parameters(), name).isEmpty()
                        || !slices(network.statistics(), name).isEmpty())
            .toList();
    if (layers.size() < count) {
      throw new InvalidJobException(
          "%s has %d layers with weights (%s), fewer than transfer.count = %d."
              .formatted(whose, layers.size(), String.join(", ", layers), count));
    }
    return layers;
  }

  private static Set<String> trainable(GradientEngine network) {
    Set<String> layers = new LinkedHashSet<>();
    network.parameters().slices().forEach(slice -> layers.add(slice.layer()));
    return layers;
  }

  private void check(String theirs, String ours) {
    String both =
        "The layer %s of the model %s can't become %s of this job: "
            .formatted(theirs, transfer.from(), ours);
    String theirType = type(source.spec(), theirs);
    String ourType = type(target.spec(), ours);
    if (!theirType.equals(ourType)) {
      throw new InvalidJobException(
          both + "it is of type %s there and %s here.".formatted(theirType, ourType));
    }
    check(both, slices(source.parameters(), theirs), slices(target.parameters(), ours));
    check(both, slices(source.statistics(), theirs), slices(target.statistics(), ours));
  }

  private static void check(String both, List<Slice> theirs, List<Slice> ours) {
    if (!describe(theirs).equals(describe(ours))) {
      throw new InvalidJobException(
          both
              + "it has %s there and %s here. Give both the same inputs and settings."
                  .formatted(describe(theirs), describe(ours)));
    }
  }

  private static String describe(List<Slice> slices) {
    if (slices.isEmpty()) {
      return "no tensors";
    }
    return String.join(
        " and ",
        slices.stream().map(each -> each.spec().name() + " " + each.spec().shape()).toList());
  }

  private String model() {
    return "The model " + transfer.from();
  }

  private static List<Slice> slices(ParameterLayout layout, String layer) {
    return layout.slices().stream().filter(slice -> slice.layer().equals(layer)).toList();
  }

  private static String type(NetworkSpec network, String name) {
    return network.layers().stream()
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .orElseThrow()
        .spec()
        .type();
  }
}
