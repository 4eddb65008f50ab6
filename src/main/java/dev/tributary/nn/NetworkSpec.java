package dev.tributary.nn;

import dev.tributary.config.Section;
import dev.tributary.nn.initializer.Initializers;
import dev.tributary.nn.layer.ForeignLayer;
import dev.tributary.nn.layer.ForeignLayers;
import dev.tributary.nn.layer.Initialized;
import dev.tributary.nn.layer.LayerSpec;
import dev.tributary.nn.layer.LayerType;
import dev.tributary.nn.layer.Nonlinearity;
import dev.tributary.nn.layer.WholeNetwork;
import dev.tributary.nn.layer.WholeNetworkType;
import dev.tributary.nn.loss.Loss;
import dev.tributary.nn.loss.Losses;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The immutable description of a network: its layers from the input up, its loss, and what computes
 * them.
 *
 * <p>It doesn't know the input's shape, which comes with the data: {@link Network} joins both.
 *
 * @param layers at least one, with distinct names
 * @param loss what training makes small
 * @param engine what computes it
 */
public record NetworkSpec(List<NamedLayer> layers, Loss loss, Engine engine)
    implements Serializable {
  /** Ends the name of an activation that is written within another layer. */
  public static final String ACTIVATION_SUFFIX = "_activation";

  private static final long serialVersionUID = 1L;

  public NetworkSpec {
    layers = withInitializers(layers);
  }

  /** A network that the native engine computes as far as it can. */
  public NetworkSpec(List<NamedLayer> layers, Loss loss) {
    this(layers, loss, Engine.AUTO);
  }

  /** The same network behind another layer, which becomes its first. */
  public NetworkSpec behind(NamedLayer first) {
    List<NamedLayer> all = new ArrayList<>(layers);
    all.add(0, first);
    return new NetworkSpec(all, loss, engine);
  }

  /** Every kind of layer by the name that a job file uses. */
  public static Map<String, LayerType> layerTypes() {
    return LayerReader.types();
  }

  /** As the other {@code read}, computed natively as far as it can be. */
  public static NetworkSpec read(Section model, Section training) {
    return read(model, training, Engine.AUTO);
  }

  /**
   * Reads {@code layers}, or {@code dl4j}, of one section and {@code loss} of another; problems are
   * noted there.
   *
   * @param model has one of the two keys
   * @param training has the key {@code loss}
   * @param engine what is to compute it
   */
  public static NetworkSpec read(Section model, Section training, Engine engine) {
    Loss loss = Losses.read(training, "loss");
    if (model.has(WholeNetworkType.NAME)) {
      return new NetworkSpec(whole(model), loss, engine);
    }
    NetworkSpec network = new NetworkSpec(LayerReader.read(model), loss, engine);
    if (model.isSound("layers") && training.isSound("loss")) {
      network.noteFaults(model);
    }
    return network;
  }

  /** The network of the file that {@code dl4j} names, its only layer. */
  private static List<NamedLayer> whole(Section model) {
    String key = WholeNetworkType.NAME;
    String file = model.string(key);
    if (model.has("layers")) {
      model.complain(key, "can't go with model.layers: it names a whole network");
    }
    String configuration = "";
    try {
      configuration = Files.readString(Path.of(file));
    } catch (IOException | InvalidPathException unreadable) {
      model.complain(
          key,
          "names the file " + file + ", which can't be read (" + unreadable.getMessage() + ")");
    }
    return WholeNetworkType.read(model, key, configuration).stream()
        .map(network -> new NamedLayer(key, network))
        .toList();
  }

  /**
   * The layers as a job file would give them, with every setting; {@link #read} gives them back.
   */
  public List<Map<String, Object>> toSettings() {
    List<Map<String, Object>> settings = new ArrayList<>();
    for (NamedLayer layer : layers) {
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("type", layer.spec().type());
      entry.put("name", layer.name());
      entry.putAll(layer.spec().settings());
      settings.add(entry);
    }
    return settings;
  }

  /**
   * What computes this network.
   *
   * @param input the shape of an example
   * @param capacity the most rows of a minibatch
   * @param frozen names of layers that keep their weights
   * @throws IllegalArgumentException as {@link Network}, or if it takes a library that isn't there
   */
  public GradientEngine build(Shape input, int capacity, Set<String> frozen) {
    return layers.size() == 1 && layers.get(0).spec() instanceof WholeNetwork whole
        ? whole.engine(new NetworkLayout(this, input), capacity, frozen)
        : new Network(this, input, capacity, frozen);
  }

  /** As the other {@code build}, with all layers learning and room for one example. */
  public GradientEngine build(Shape input) {
    return build(input, 1, Set.of());
  }

  /** The layers that another library computes unless this one can. */
  public List<NamedLayer> foreignLayers() {
    return layers.stream().filter(NetworkSpec::isForeign).toList();
  }

  /**
   * Readies this thread for another library's layers, if there are any: {@link
   * ForeignLayers#prepareTask}.
   */
  public int prepareTask(int threads) {
    return engine == Engine.DL4J || !foreignLayers().isEmpty()
        ? ForeignLayers.required().prepareTask(threads)
        : ForeignLayers.NO_DEVICE;
  }

  private static boolean isForeign(NamedLayer layer) {
    return layer.spec() instanceof ForeignLayer || layer.spec() instanceof WholeNetwork;
  }

  /** Whether any layer draws at random, so that sampled outputs differ. */
  public boolean isRandom() {
    return layers.stream().anyMatch(layer -> layer.spec().isRandom());
  }

  /**
   * The shapes behind each layer.
   *
   * @throws IllegalArgumentException naming the layer that can't take its input
   */
  public List<Shape> shapes(Shape input) {
    List<Shape> shapes = new ArrayList<>();
    Shape shape = input;
    for (NamedLayer layer : layers) {
      try {
        shape = layer.spec().outputShape(shape);
      } catch (IllegalArgumentException unfit) {
        throw new IllegalArgumentException(
            "Layer " + layer.name() + ": " + unfit.getMessage(), unfit);
      }
      shapes.add(shape);
    }
    return shapes;
  }

  /** The number of outputs, where the layers fix it whatever the input. */
  public Optional<Integer> outputs() {
    for (int i = layers.size() - 1; i >= 0; i--) {
      Optional<Integer> outputs = layers.get(i).spec().outputs();
      if (outputs.isPresent()) {
        return outputs;
      }
    }
    return Optional.empty();
  }

  /** Where the loss takes over: the output activation is left to it if it applies that itself. */
  int layersBeforeLoss() {
    return loss.outputActivation().isPresent() ? layers.size() - 1 : layers.size();
  }

  /**
   * Checks what holds of every network that can be trained.
   *
   * @throws IllegalArgumentException if it has no layers, two of one name, or a last layer that
   *     doesn't suit the loss
   */
  void check() {
    Set<String> names = new HashSet<>();
    for (NamedLayer layer : layers) {
      if (!names.add(layer.name())) {
        throw new IllegalArgumentException("Invalid network: two layers are named " + layer.name());
      }
    }
    if (layers.isEmpty()) {
      throw new IllegalArgumentException("Invalid network: it has no layers");
    }
    if (!endsAsTheLossNeeds()) {
      throw new IllegalArgumentException(
          "Invalid network: the last layer ends with "
              + end()
              + ", but the loss "
              + loss.name()
              + " needs "
              + loss.outputActivation().orElseThrow());
    }
  }

  private void noteFaults(Section model) {
    if (layers.isEmpty()) {
      model.complain("layers", "must have at least one layer");
    } else if (engine == Engine.NATIVE && !foreignLayers().isEmpty()) {
      NamedLayer foreign = foreignLayers().get(0);
      model.complain(
          "layers",
          "the native engine has no "
              + foreign.spec().type()
              + " (layer "
              + foreign.name()
              + "), but engine = native; allowed is engine = auto or dl4j");
    } else if (!endsAsTheLossNeeds()) {
      String wanted = loss.outputActivation().orElseThrow();
      model.complain(
          "layers",
          "the last layer ends with "
              + end()
              + ", but training.loss = "
              + loss.name()
              + " needs "
              + wanted
              + "; write { type = dense, units = ..., activation = "
              + wanted
              + " }");
    }
  }

  private boolean endsAsTheLossNeeds() {
    return layers.get(layers.size() - 1).spec() instanceof WholeNetwork
        || loss.outputActivation().map(end()::equals).orElse(true);
  }

  /** What the last layer is, for people: its activation's name, or its type. */
  private String end() {
    LayerSpec last = layers.get(layers.size() - 1).spec();
    return last instanceof Nonlinearity nonlinearity ? nonlinearity.functionName() : last.type();
  }

  /** Gives each layer that names no initializer the one that its activation calls for. */
  private static List<NamedLayer> withInitializers(List<NamedLayer> layers) {
    List<NamedLayer> settled = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      NamedLayer layer = layers.get(i);
      settled.add(
          layer.spec() instanceof Initialized own && own.initializer().equals(Initializers.AUTO)
              ? new NamedLayer(
                  layer.name(),
                  own.initializedBy(
                      nextActivation(layers, i + 1)
                          .map(Nonlinearity::defaultInitializer)
                          .orElse(Initializers.GLOROT_UNIFORM)))
              : layer);
    }
    return List.copyOf(settled);
  }

  private static Optional<Nonlinearity> nextActivation(List<NamedLayer> layers, int from) {
    for (NamedLayer layer : layers.subList(from, layers.size())) {
      if (layer.spec() instanceof Nonlinearity activation) {
        return Optional.of(activation);
      }
      if (!layer.spec().isTransparent()) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
