package dev.tributary.interop.archive;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The JSON of configurations, with all that Deeplearning4j 1.0.0-M2.1 writes of them and can't do
 * without when it reads them. Of training it says what is the default there: plain SGD with a
 * learning rate of 0.001.
 */
final class LayerJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String LAYERS = "org.deeplearning4j.nn.conf.layers.";
  private static final String NOISE = "org.deeplearning4j.nn.conf.dropout.";
  private static final double RATE = 0.001;

  private LayerJson() {}

  /** A {@code MultiLayerConfiguration} of these layers. */
  static ObjectNode network(ArrayNode confs) {
    ObjectNode json = JSON.objectNode();
    json.put("backpropType", "Standard").put("cacheMode", "NONE");
    json.set("confs", confs);
    json.put("dataType", "FLOAT").put("epochCount", 0).put("inferenceWorkspaceMode", "ENABLED");
    json.putObject("inputPreProcessors");
    json.put("iterationCount", 0).put("tbpttBackLength", 20).put("tbpttFwdLength", 20);
    json.put("trainingWorkspaceMode", "ENABLED").put("validateOutputLayerConfig", false);
    return json;
  }

  /** A layer's place in the list, a {@code NeuralNetConfiguration}. */
  static ObjectNode conf(ObjectNode layer, String... variables) {
    ObjectNode json = JSON.objectNode();
    json.put("cacheMode", "NONE").put("dataType", "FLOAT");
    json.put("epochCount", 0).put("iterationCount", 0);
    json.set("layer", layer);
    json.put("maxNumLineSearchIterations", 5).put("miniBatch", true).put("minimize", true);
    json.put("optimizationAlgo", "STOCHASTIC_GRADIENT_DESCENT").put("seed", 0);
    json.putNull("stepFunction");
    ArrayNode names = json.putArray("variables");
    for (String variable : variables) {
      names.add(variable);
    }
    return json;
  }

  /** A layer with what all have in common. */
  static ObjectNode of(String type, String name, int inputs, int outputs) {
    ObjectNode json = JSON.objectNode();
    json.put("@class", LAYERS + type).put("layerName", name);
    json.put("nin", inputs).put("nout", outputs);
    json.set("activationFn", ActivationFunctions.identity());
    json.put("biasInit", 0.0).put("gainInit", 1.0);
    json.putNull("biasUpdater").putNull("constraints").putNull("idropout").putNull("weightNoise");
    json.putNull("timeDistributedFormat");
    json.put("gradientNormalization", "None").put("gradientNormalizationThreshold", 1.0);
    json.putObject("iupdater")
        .put("@class", "org.nd4j.linalg.learning.config.Sgd")
        .put("learningRate", RATE);
    json.putArray("regularization");
    json.putArray("regularizationBias");
    json.putObject("weightInitFn").put("@class", "org.deeplearning4j.nn.weights.WeightInitXavier");
    return json;
  }

  /** A layer that doesn't learn any more. */
  static ObjectNode frozen(ObjectNode layer) {
    ObjectNode json = JSON.objectNode();
    json.put("@class", LAYERS + "misc.FrozenLayer");
    json.set("layer", layer);
    json.set("layerName", layer.get("layerName"));
    json.putNull("constraints").putNull("idropout");
    json.put("gradientNormalization", "None").put("gradientNormalizationThreshold", 1.0);
    return json;
  }

  /** What a layer does to its input in training. */
  static ObjectNode noise(String type) {
    return JSON.objectNode().put("@class", NOISE + type);
  }
}
