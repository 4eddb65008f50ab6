package dev.tributary.interop.archive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.config.Range;
import dev.tributary.model.Quoted;
import dev.tributary.nn.NamedLayer;
import dev.tributary.nn.Network;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import dev.tributary.nn.activation.Activation;
import dev.tributary.nn.activation.Linear;
import dev.tributary.nn.initializer.Initializers;
import dev.tributary.nn.layer.ActivationLayer;
import dev.tributary.nn.layer.Affine;
import dev.tributary.nn.layer.AlphaDropout;
import dev.tributary.nn.layer.BatchNormalization;
import dev.tributary.nn.layer.Dense;
import dev.tributary.nn.layer.Dropout;
import dev.tributary.nn.layer.GaussianNoise;
import dev.tributary.nn.layer.LayerSpec;
import dev.tributary.nn.layer.PRelu;
import dev.tributary.nn.loss.Loss;
import dev.tributary.nn.loss.MeanSquaredError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Turns the layers of a {@code MultiLayerConfiguration} into a network that gives the same outputs.
 * One layer over there may be several here: what it drops of its input, the layer itself, its
 * activation.
 */
final class NetworkReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");
  private static final Set<String> FROZEN = Set.of("FrozenLayer", "FrozenLayerWithBackprop");
  private static final int MOST_LAYERS = 10_000;
  private static final int MOST_UNITS = 1 << 20;

  private static final Range POSITIVE_SHARE =
      new Range("greater than 0 and at most 1", 0, 1, Range.Bounds.LOW_OPEN);

  /** Over all layers: what an example may take in memory. */
  private static final long MOST_VALUES = 1L << 26;

  private final List<NamedLayer> layers = new ArrayList<>();
  private final List<Consumer<ParameterOrder.Builder>> order = new ArrayList<>();
  private final List<String> differences = new ArrayList<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> frozen = new HashSet<>();
  private Loss loss = new MeanSquaredError();
  private int inputs;
  private int width;
  private long values;

  private NetworkReader() {}

  /**
   * The network that a configuration describes.
   *
   * @throws NotTranslatableException naming the first layer that Tributary can't have
   */
  static TranslatedNetwork read(JsonNode configuration) {
    return new NetworkReader().network(configuration);
  }

  /** Whether the first layer is a batch normalization that learns no more: a scaling of inputs. */
  static boolean beginsWithScaling(JsonNode configuration) {
    Fields first = new Fields(configuration.path("confs").path(0).path("layer"), "layer 1");
    return FROZEN.contains(first.type())
        && first.required("layer").type().equals("BatchNormalization")
        && first.required("layer").object("idropout").isEmpty()
        && configuration.path("confs").size() > 1;
  }

  private TranslatedNetwork network(JsonNode configuration) {
    if (configuration.has("vertices")) {
      throw new NotTranslatableException(
          "it is a ComputationGraph, and a MultiLayerNetwork is wanted");
    }
    JsonNode confs = configuration.path("confs");
    if (!confs.isArray() || confs.isEmpty() || confs.size() > MOST_LAYERS) {
      throw new NotTranslatableException(
          "it has no confs, a list of 1 to %,d layers".formatted(MOST_LAYERS));
    }
    JsonNode preprocessors = configuration.path("inputPreProcessors");
    if (!preprocessors.isEmpty()) {
      Map.Entry<String, JsonNode> first = preprocessors.fields().next();
      throw new NotTranslatableException(
          "there is an input preprocessor before layer %s: %s"
              .formatted(
                  Quoted.of(first.getKey()),
                  Quoted.of(first.getValue().path("@class").asText("of an older version"))));
    }
    for (int i = 0; i < confs.size(); i++) {
      String place = "layer " + (i + 1);
      Fields layer = new Fields(confs.get(i), place).required("layer");
      read(layer, i == confs.size() - 1);
    }
    try {
      NetworkSpec spec = new NetworkSpec(layers, loss);
      Network network = new Network(spec, Shape.of(inputs), 1);
      ParameterOrder.Builder places = new ParameterOrder.Builder(network);
      order.forEach(each -> each.accept(places));
      return new TranslatedNetwork(spec, network.input(), places.build(), frozen, differences);
    } catch (IllegalArgumentException | ArithmeticException unfit) {
      throw new NotTranslatableException(unfit.getMessage());
    }
  }

  private void read(Fields unplaced, boolean last) {
    String type = unplaced.type();
    String place = "%s (%s)".formatted(unplaced.place(), type);
    if (FROZEN.contains(type)) {
      readFrozen(unplaced.at(place), last);
      return;
    }
    Fields layer = unplaced.at(place);
    String name = name(layer, type);
    readNoise(layer, type.equals("DropoutLayer") ? name : unique(name + "_dropout"));
    switch (type) {
      case "DenseLayer" -> readDense(layer, name);
      case "OutputLayer" -> {
        requireLast(layer, last);
        Activation activation = readDense(layer, name);
        loss = OutputLosses.read(layer.required("lossFn"), activation, width, differences);
      }
      case "LossLayer" -> {
        requireLast(layer, last);
        Activation activation = readActivation(layer, name);
        loss = OutputLosses.read(layer.required("lossFn"), activation, width, differences);
      }
      case "ActivationLayer" -> readActivation(layer, name);
      case "DropoutLayer" -> requireInput(layer); // what it drops has been read
      case "BatchNormalization" -> readNormalization(layer, name);
      case "PReLULayer" -> readPRelu(layer, name);
      default ->
          throw new NotTranslatableException(
              place + " is of a kind that Tributary's own engine lacks");
    }
  }

  /** A layer that doesn't learn any more, and is as in inference: it drops nothing. */
  private void readFrozen(Fields layer, boolean last) {
    if (layer.type().equals("FrozenLayer")
        && layers.stream().anyMatch(each -> !frozen.contains(each.name()))) {
      differences.add(layer.place() + " keeps those before it from learning");
    }
    int before = layers.size();
    read(layer.required("layer"), last);
    List<NamedLayer> added = layers.subList(before, layers.size());
    added.removeIf(each -> each.spec().isIdentityInInference());
    added.forEach(each -> frozen.add(each.name()));
  }

  private Activation readDense(Fields layer, String name) {
    int layerInputs = layer.size("nin");
    int units = layer.size("nout");
    if (layer.flag("hasLayerNorm", false)) {
      throw new NotTranslatableException(
          layer.place() + " has a layer normalization inside, without an epsilon");
    }
    accept(layer, layerInputs);
    boolean bias = layer.flag("hasBias", true);
    add(
        name,
        new Dense(units, bias ? Dense.Bias.USED : Dense.Bias.NONE, Initializers.AUTO),
        layer,
        units);
    order.add(places -> places.kernel(name + "/kernel"));
    if (bias) {
      order.add(places -> places.weights(name + "/bias"));
    }
    noteTrainingOnly(layer);
    Activation activation = ActivationFunctions.read(layer.required("activationFn"), differences);
    if (!(activation instanceof Linear)) {
      add(
          unique(name + NetworkSpec.ACTIVATION_SUFFIX),
          new ActivationLayer(activation),
          layer,
          units);
    }
    return activation;
  }

  private Activation readActivation(Fields layer, String name) {
    requireInput(layer);
    Activation activation = ActivationFunctions.read(layer.required("activationFn"), differences);
    add(name, new ActivationLayer(activation), layer, width);
    return activation;
  }

  private void readNormalization(Fields layer, String name) {
    int units = layer.size("nout");
    accept(layer, units);
    boolean locked = layer.flag("lockGammaBeta", false);
    if (locked
        && (layer.number("gamma", 1, Range.any()) != 1
            || layer.number("beta", 0, Range.any()) != 0)) {
      throw new NotTranslatableException(
          layer.place() + " has its gamma and beta locked at values other than 1 and 0");
    }
    if (!layer.flag("minibatch", true)) {
      differences.add(layer.place() + " doesn't move its statistics by minibatches");
    }
    add(
        name,
        new BatchNormalization(
            layer.number("decay", 0.9, Range.fromBelow(0, 1)),
            layer.number("eps", 1e-5, Range.positive()),
            locked ? Affine.NONE : Affine.SCALE_AND_OFFSET),
        layer,
        units);
    if (!locked) {
      order.add(places -> places.weights(name + "/gamma").weights(name + "/beta"));
    }
    boolean logarithms = layer.flag("useLogStd", false);
    order.add(
        places -> {
          String variances = name + "/" + BatchNormalization.MOVING_VARIANCE;
          places.statistics(name + "/" + BatchNormalization.MOVING_MEAN);
          if (logarithms) {
            places.logDeviations(variances);
          } else {
            places.statistics(variances);
          }
        });
    noteTrainingOnly(layer);
  }

  private void readPRelu(Fields layer, String name) {
    requireInput(layer);
    if (!layer.json().path("sharedAxes").isEmpty()) {
      throw new NotTranslatableException(layer.place() + " shares its slopes along axes");
    }
    add(name, new PRelu(PRelu.Slopes.PER_UNIT, 0), layer, width);
    order.add(places -> places.weights(name + "/alpha"));
    noteTrainingOnly(layer);
  }

  /** What happens to a layer's input in training only. */
  private void readNoise(Fields layer, String name) {
    Fields noise = layer.object("idropout").orElse(null);
    if (noise == null) {
      return;
    }
    requireInput(layer);
    String type = noise.type();
    String place = layer.place() + " has a " + type;
    for (String schedule : List.of("pSchedule", "stddevSchedule", "rateSchedule")) {
      if (noise.object(schedule).isPresent()) {
        differences.add(place + " that a schedule changes");
        return;
      }
    }
    switch (type) {
      case "Dropout" -> {
        double kept = noise.number("p", Range.between(0, 1));
        if (kept > 0) { // 0 stands for none
          add(name, new Dropout(1 - kept), layer, width);
        }
      }
      case "AlphaDropout" ->
          add(name, new AlphaDropout(1 - noise.number("p", POSITIVE_SHARE)), layer, width);
      case "GaussianNoise" ->
          add(name, new GaussianNoise(noise.number("stddev", Range.atLeast(0))), layer, width);
      default -> differences.add(place + ", which Tributary lacks");
    }
  }

  /** Settings that leave the outputs as they are, and training not. */
  private void noteTrainingOnly(Fields layer) {
    for (String key : List.of("weightNoise", "constraints")) {
      JsonNode found = layer.json().path(key);
      if (!found.isMissingNode() && !found.isNull() && !found.isEmpty()) {
        differences.add(layer.place() + " has " + key);
      }
    }
  }

  private void add(String name, LayerSpec spec, Fields layer, int units) {
    if (units > MOST_UNITS) {
      throw new NotTranslatableException(
          "%s has %,d units (must be at most %,d)".formatted(layer.place(), units, MOST_UNITS));
    }
    values += units;
    if (values > MOST_VALUES) {
      throw new NotTranslatableException(
          "its layers have more than %,d outputs in all".formatted(MOST_VALUES));
    }
    layers.add(new NamedLayer(name, spec));
    width = units;
  }

  private void accept(Fields layer, int layerInputs) {
    if (width == 0) {
      inputs = layerInputs;
      width = layerInputs;
    }
    if (layerInputs != width) {
      throw new NotTranslatableException(
          "%s takes %,d inputs, and is given %,d".formatted(layer.place(), layerInputs, width));
    }
  }

  private void requireInput(Fields layer) {
    if (width == 0) {
      accept(layer, layer.size("nin"));
    }
  }

  private static void requireLast(Fields layer, boolean last) {
    if (!last) {
      throw new NotTranslatableException(layer.place() + " isn't the last layer");
    }
  }

  /** Its name over there, if it will do; the type and a number, else. */
  private String name(Fields layer, String type) {
    String given = layer.text("layerName", "");
    if (NAME.matcher(given).matches() && names.add(given)) {
      return given;
    }
    return unique(type + "_" + counts.merge(type, 1, Integer::sum));
  }

  private String unique(String wanted) {
    String name = wanted;
    for (int i = 2; !names.add(name); i++) {
      name = wanted + "_" + i;
    }
    return name;
  }
}
