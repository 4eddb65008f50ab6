package dev.tributary.interop.dl4j.spark;

import dev.tributary.interop.dl4j.Numbers;
import dev.tributary.nn.ParameterLayout;
import dev.tributary.nn.Shape;
import dev.tributary.nn.initializer.Constant;
import dev.tributary.nn.layer.TensorSpec;
import dev.tributary.optim.ClippingTally;
import dev.tributary.optim.GradientClipping;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Clips the gradient of each step between its computation and the updater. What Deeplearning4j
 * calls the gradient of a running statistic is left alone.
 */
final class ClippedGradient extends BaseTrainingListener {
  private final GradientClipping clipping;
  private final Map<String, Integer> offsets = new LinkedHashMap<>();
  private final ParameterLayout layout;
  private final ClippingTally tally = new ClippingTally();

  ClippedGradient(GradientClipping clipping, Fitted network) {
    this.clipping = clipping;
    Normalizations statistics = Normalizations.of(network);
    long start = network.model().params().offset();
    List<TensorSpec> tensors = new ArrayList<>();
    int size = 0;
    for (var entry : network.model().paramTable().entrySet()) {
      INDArray array = entry.getValue();
      if (!statistics.contains(Math.toIntExact(array.offset() - start))) {
        offsets.put(entry.getKey(), size);
        tensors.add(new TensorSpec(entry.getKey(), shape(array), Constant.ZEROS, 1, 1));
        size += Math.toIntExact(array.length());
      }
    }
    this.layout = ParameterLayout.of("dl4j", tensors);
  }

  private static Shape shape(INDArray array) {
    return Shape.of(Arrays.stream(array.shape()).mapToInt(Math::toIntExact).toArray());
  }

  @Override
  public void onGradientCalculation(Model model) {
    Map<String, INDArray> gradients = model.gradient().gradientForVariable();
    Map<String, INDArray> parameters = model.paramTable();
    float share = 1f / model.batchSize();
    float[] gradient = new float[layout.size()];
    float[] weights = new float[layout.size()];
    offsets.forEach(
        (key, offset) -> {
          if (gradients.containsKey(key)) {
            copy(gradients.get(key), share, gradient, offset);
          }
          copy(parameters.get(key), 1, weights, offset);
        });
    clipping.clip(gradient, weights, layout, tally);
    offsets.forEach(
        (key, offset) -> {
          INDArray array = gradients.get(key);
          if (array != null) {
            int length = Math.toIntExact(array.length());
            float[] clipped = Arrays.copyOfRange(gradient, offset, offset + length);
            array.assign(Numbers.row(clipped).reshape('c', array.shape()).muli(model.batchSize()));
          }
        });
  }

  private static void copy(INDArray array, float factor, float[] flat, int offset) {
    float[] values = Numbers.of(array);
    for (int i = 0; i < values.length; i++) {
      flat[offset + i] = factor * values[i];
    }
  }
}
