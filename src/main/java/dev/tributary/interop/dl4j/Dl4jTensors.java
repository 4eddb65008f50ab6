package dev.tributary.interop.dl4j;

import dev.tributary.nn.Shape;
import dev.tributary.nn.layer.BatchNormalization;
import dev.tributary.nn.layer.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The tensors of a whole network of Deeplearning4j: parameters, and the running statistics that it
 * counts among them.
 */
final class Dl4jTensors {
  private final List<String> parameterKeys = new ArrayList<>();
  private final List<TensorSpec> parameters = new ArrayList<>();
  private final List<String> statisticKeys = new ArrayList<>();
  private final List<TensorSpec> statistics = new ArrayList<>();

  Dl4jTensors(Dl4jModel model) {
    Layer[] layers = model.layers();
    for (int i = 0; i < layers.length; i++) {
      String name =
          model instanceof Dl4jModel.Sequential
              ? Integer.toString(i)
              : layers[i].conf().getLayer().getLayerName();
      for (var entry : layers[i].paramTable(false).entrySet()) {
        add(layers[i], name, entry.getKey(), entry.getValue());
      }
    }
  }

  private void add(Layer layer, String name, String key, INDArray start) {
    String whole = name + "_" + key;
    if (layer.conf().getLayer() instanceof org.deeplearning4j.nn.conf.layers.BatchNormalization) {
      if (key.equals(BatchNormalizationParamInitializer.GLOBAL_MEAN)) {
        statisticKeys.add(whole);
        statistics.add(statistic(name, BatchNormalization.MOVING_MEAN, start));
        return;
      }
      if (key.equals(BatchNormalizationParamInitializer.GLOBAL_VAR)) {
        statisticKeys.add(whole);
        statistics.add(statistic(name, BatchNormalization.MOVING_VARIANCE, start));
        return;
      }
    }
    parameterKeys.add(whole);
    parameters.add(parameter(layer, key, whole, start));
  }

  private static TensorSpec statistic(String name, String tensor, INDArray start) {
    return new TensorSpec(name + "/" + tensor, shape(start), new Given(start), 1, 1);
  }

  private static TensorSpec parameter(Layer layer, String key, String whole, INDArray start) {
    org.deeplearning4j.nn.conf.layers.Layer configuration = layer.conf().getLayer();
    ParamInitializer initializer = configuration.initializer();
    boolean drawn =
        configuration instanceof BaseLayer
            && !(configuration instanceof org.deeplearning4j.nn.conf.layers.PReLULayer)
            && initializer.isWeightParam(configuration, key);
    return drawn
        ? WeightStart.of((BaseLayer) configuration, whole, start)
        : new TensorSpec(whole, shape(start), new Given(start), 1, 1);
  }

  /** A vector is a row to Deeplearning4j. */
  static Shape shape(INDArray array) {
    int[] dimensions = Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray();
    boolean row = dimensions.length == 2 && dimensions[0] == 1;
    return Shape.of(row ? new int[] {dimensions[1]} : dimensions);
  }

  List<TensorSpec> parameters() {
    return parameters;
  }

  List<TensorSpec> statistics() {
    return statistics;
  }

  /** The links of the parameters, the first at an offset. */
  List<TensorLink> parameterLinks() {
    return links(parameterKeys, parameters);
  }

  /** The links of the statistics, the first at an offset. */
  List<TensorLink> statisticLinks() {
    return links(statisticKeys, statistics);
  }

  private static List<TensorLink> links(List<String> keys, List<TensorSpec> tensors) {
    List<TensorLink> links = new ArrayList<>();
    int offset = 0;
    for (int i = 0; i < keys.size(); i++) {
      links.add(new TensorLink(keys.get(i), offset, TensorLink.Order.SAME));
      offset += tensors.get(i).shape().size();
    }
    return links;
  }

  /** How many outputs a network has, where its last layer says. */
  static Optional<Integer> outputs(Dl4jModel model) {
    Layer[] layers = model.layers();
    for (int i = layers.length - 1; i >= 0; i--) {
      if (layers[i].conf().getLayer() instanceof FeedForwardLayer last) {
        return Optional.of(Math.toIntExact(last.getNOut()));
      }
    }
    return Optional.empty();
  }
}
