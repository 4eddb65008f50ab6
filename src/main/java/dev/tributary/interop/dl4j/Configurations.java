package dev.tributary.interop.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationRReLU;

/** Deeplearning4j's configurations of whole networks, and what a job changes in them. */
final class Configurations {
  private Configurations() {}

  /**
   * A network as a job trains it: running variances are kept as such, an ELU has its own slope, and
   * nothing of the configuration's own training remains but what its layers do.
   *
   * @throws IllegalArgumentException if it isn't a sound configuration, or has a layer that
   *     Deeplearning4j computes wrongly
   */
  static Dl4jModel forJobs(String json) {
    if (isGraph(json)) {
      ComputationGraphConfiguration graph = parse(json, ComputationGraphConfiguration::fromJson);
      graph.setTrainingWorkspaceMode(WorkspaceMode.NONE);
      graph.setInferenceWorkspaceMode(WorkspaceMode.NONE);
      graph.setBackpropType(BackpropType.Standard);
      layers(graph).forEach(Configurations::correct);
      return new Dl4jModel.Graph(graph);
    }
    MultiLayerConfiguration sequence = parse(json, MultiLayerConfiguration::fromJson);
    sequence.setTrainingWorkspaceMode(WorkspaceMode.NONE);
    sequence.setInferenceWorkspaceMode(WorkspaceMode.NONE);
    sequence.setBackpropType(BackpropType.Standard);
    layers(sequence).forEach(Configurations::correct);
    return new Dl4jModel.Sequential(sequence);
  }

  /** A network whose layers drop nothing and add no noise. */
  static Dl4jModel withoutNoise(String json) {
    if (isGraph(json)) {
      ComputationGraphConfiguration graph = ComputationGraphConfiguration.fromJson(json);
      graph.setTrainingWorkspaceMode(WorkspaceMode.NONE);
      graph.setInferenceWorkspaceMode(WorkspaceMode.NONE);
      layers(graph).forEach(Configurations::silence);
      return new Dl4jModel.Graph(graph);
    }
    MultiLayerConfiguration sequence = MultiLayerConfiguration.fromJson(json);
    sequence.setTrainingWorkspaceMode(WorkspaceMode.NONE);
    sequence.setInferenceWorkspaceMode(WorkspaceMode.NONE);
    layers(sequence).forEach(Configurations::silence);
    return new Dl4jModel.Sequential(sequence);
  }

  private static boolean isGraph(String json) {
    return json.contains("\"networkInputs\"");
  }

  private interface Parser<T> {
    T parse(String json);
  }

  private static <T> T parse(String json, Parser<T> parser) {
    try {
      return parser.parse(json);
    } catch (RuntimeException unsound) {
      throw new IllegalArgumentException(
          "it is no configuration of Deeplearning4j 1.0.0-M2.1: " + firstLine(unsound), unsound);
    }
  }

  /** Deeplearning4j's messages go on for lines. */
  static String firstLine(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
  }

  private static List<Layer> layers(MultiLayerConfiguration sequence) {
    return sequence.getConfs().stream().map(NeuralNetConfiguration::getLayer).toList();
  }

  private static List<Layer> layers(ComputationGraphConfiguration graph) {
    List<Layer> layers = new ArrayList<>();
    for (GraphVertex vertex : graph.getVertices().values()) {
      if (vertex instanceof LayerVertex holder) {
        layers.add(holder.getLayerConf().getLayer());
      }
    }
    return layers;
  }

  private static void correct(Layer layer) {
    if (layer instanceof BatchNormalization normalization) {
      normalization.setUseLogStd(false);
    }
    if (layer instanceof BaseLayer base) {
      IActivation function = base.getActivationFn();
      if (function instanceof ActivationELU elu && elu.getAlpha() != 1) {
        base.setActivationFn(new RightElu(elu.getAlpha()));
      }
      if (function instanceof ActivationRReLU) {
        throw new IllegalArgumentException(
            "it has a randomized leaky ReLU (RReLU), which Deeplearning4j computes wrongly; take"
                + " LeakyReLU, or name the layers in model.layers");
      }
    }
  }

  private static void silence(Layer layer) {
    correct(layer);
    layer.setIDropout(null);
    if (layer instanceof BaseLayer base) {
      base.setWeightNoise(null);
    }
  }
}
