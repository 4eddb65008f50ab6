package dev.tributary.interop.archive;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.nn.NamedLayer;
import dev.tributary.nn.Network;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import dev.tributary.nn.layer.ActivationLayer;
import dev.tributary.nn.layer.AlphaDropout;
import dev.tributary.nn.layer.BatchNormalization;
import dev.tributary.nn.layer.Dense;
import dev.tributary.nn.layer.Dropout;
import dev.tributary.nn.layer.Flatten;
import dev.tributary.nn.layer.GaussianNoise;
import dev.tributary.nn.layer.LayerSpec;
import dev.tributary.nn.layer.PRelu;
import dev.tributary.nn.layer.RRelu;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Turns a network into a {@code MultiLayerConfiguration} that gives the same outputs. A dense layer
 * and the activation behind it are one layer over there, and the last one carries the loss.
 */
final class NetworkWriter {
  private final NetworkSpec spec;
  private final Network network;
  private final ParameterOrder.Builder order;
  private final Set<String> frozen;
  private final ArrayNode confs = JsonNodeFactory.instance.arrayNode();

  /**
   * What goes into an archive.
   *
   * @param configuration the JSON of a {@code MultiLayerConfiguration}
   * @param order how the parameters lie in it
   */
  record Written(ObjectNode configuration, ParameterOrder order) {}

  private NetworkWriter(NetworkSpec spec, Shape input, Set<String> frozen) {
    this.spec = spec;
    this.frozen = frozen;
    this.network = new Network(spec, input, 1);
    this.order = new ParameterOrder.Builder(network);
  }

  /**
   * The configuration of a network.
   *
   * @param frozen names of layers that shall not learn any more over there
   * @throws NotTranslatableException naming the first layer that Deeplearning4j can't have
   */
  static Written write(NetworkSpec spec, Shape input, Set<String> frozen) {
    NetworkWriter writer = new NetworkWriter(spec, input, frozen);
    writer.writeLayers();
    return new Written(LayerJson.network(writer.confs), writer.order.build());
  }

  private void writeLayers() {
    List<NamedLayer> layers = spec.layers();
    boolean lossIsWritten = false;
    for (int i = 0; i < layers.size(); i++) {
      NamedLayer layer = layers.get(i);
      int inputs = width(i - 1);
      if (layer.spec() instanceof Dense dense) {
        Optional<ObjectNode> activation =
            i + 1 < layers.size() ? function(layers.get(i + 1)) : Optional.empty();
        i += activation.isPresent() ? 1 : 0;
        lossIsWritten = i == layers.size() - 1;
        writeDense(
            layer.name(),
            dense,
            inputs,
            activation.orElseGet(ActivationFunctions::identity),
            lossIsWritten);
      } else if (i == layers.size() - 1 && function(layer).isPresent()) {
        writeLoss(layer.name(), function(layer).get(), inputs);
        lossIsWritten = true;
      } else {
        write(layer.name(), layer.spec(), inputs);
      }
    }
    if (!lossIsWritten) {
      writeLoss("loss", ActivationFunctions.identity(), width(layers.size() - 1));
    }
  }

  /** The activation that a layer is, if it is one that has nothing to learn. */
  private static Optional<ObjectNode> function(NamedLayer layer) {
    if (layer.spec() instanceof ActivationLayer activation) {
      return Optional.of(ActivationFunctions.write(activation.function(), place(layer)));
    }
    // In inference it is a leaky ReLU; Deeplearning4j's own RReLU goes wrong there.
    return layer.spec() instanceof RRelu rrelu
        ? Optional.of(ActivationFunctions.leaky((rrelu.lower() + rrelu.upper()) / 2))
        : Optional.empty();
  }

  private void writeDense(
      String name, Dense dense, int inputs, ObjectNode activation, boolean last) {
    boolean bias = dense.bias() == Dense.Bias.USED;
    ObjectNode json =
        LayerJson.of(last ? "OutputLayer" : "DenseLayer", name, inputs, dense.units());
    json.set("activationFn", activation);
    json.put("hasBias", bias);
    if (last) {
      json.set("lossFn", OutputLosses.write(spec.loss()));
    } else {
      json.put("hasLayerNorm", false);
    }
    add(json, bias ? new String[] {"W", "b"} : new String[] {"W"});
    order.kernel(name + "/kernel");
    if (bias) {
      order.weights(name + "/bias");
    }
  }

  private void writeLoss(String name, ObjectNode activation, int width) {
    ObjectNode json = LayerJson.of("LossLayer", name, width, width);
    json.set("activationFn", activation);
    json.set("lossFn", OutputLosses.write(spec.loss()));
    add(json);
  }

  private void write(String name, LayerSpec layer, int width) {
    if (layer instanceof BatchNormalization normalization) {
      writeNormalization(name, normalization, width);
    } else if (layer instanceof PRelu prelu) {
      writePRelu(name, prelu, width);
    } else if (layer instanceof Dropout dropout) {
      addNoise(name, LayerJson.noise("Dropout").put("p", 1 - dropout.rate()), width);
    } else if (layer instanceof AlphaDropout dropout) {
      addNoise(name, LayerJson.noise("AlphaDropout").put("p", 1 - dropout.rate()), width);
    } else if (layer instanceof GaussianNoise noise) {
      addNoise(name, LayerJson.noise("GaussianNoise").put("stddev", noise.stddev()), width);
    } else if (function(new NamedLayer(name, layer)).isPresent()) {
      ObjectNode json = LayerJson.of("ActivationLayer", name, width, width);
      json.set("activationFn", function(new NamedLayer(name, layer)).get());
      add(json);
    } else if (!(layer instanceof Flatten && network.input().rank() == 1)) {
      throw new NotTranslatableException(
          "layer %s is a %s, which Deeplearning4j has not, or not with the same outputs"
              .formatted(name, layer.type()));
    }
  }

  /** With γ and β whether or not they are learned here: locked ones go wrong over there. */
  private void writeNormalization(String name, BatchNormalization normalization, int width) {
    ObjectNode json = LayerJson.of("BatchNormalization", name, width, width);
    json.put("beta", 0.0).put("gamma", 1.0).put("lockGammaBeta", false);
    json.put("cudnnAllowFallback", true).put("cnn2DFormat", "NCHW");
    json.put("decay", normalization.momentum()).put("eps", normalization.epsilon());
    json.put("minibatch", true).put("useLogStd", false);
    add(json, "gamma", "beta", "mean", "var");
    if (normalization.affine().hasScale()) {
      order.weights(name + "/gamma");
    } else {
      order.constant(1, width);
    }
    if (normalization.affine().hasOffset()) {
      order.weights(name + "/beta");
    } else {
      order.constant(0, width);
    }
    order
        .statistics(name + "/" + BatchNormalization.MOVING_MEAN)
        .statistics(name + "/" + BatchNormalization.MOVING_VARIANCE);
  }

  private void writePRelu(String name, PRelu prelu, int width) {
    ObjectNode json = LayerJson.of("PReLULayer", name, width, width);
    json.putArray("inputShape").add(width);
    json.putNull("sharedAxes");
    add(json, "W");
    if (prelu.slopes() == PRelu.Slopes.SHARED) {
      order.shared(name + "/alpha", width);
    } else {
      order.weights(name + "/alpha");
    }
  }

  private void addNoise(String name, ObjectNode noise, int width) {
    ObjectNode json = LayerJson.of("DropoutLayer", name, width, width);
    json.set("idropout", noise);
    add(json);
  }

  private void add(ObjectNode layer, String... variables) {
    boolean learns = !frozen.contains(layer.path("layerName").textValue());
    confs.add(LayerJson.conf(learns ? layer : LayerJson.frozen(layer), variables));
  }

  private int width(int layer) {
    return layer < 0 ? network.input().size() : network.shapes().get(layer).size();
  }

  private static String place(NamedLayer layer) {
    return "layer " + layer.name();
  }
}
