package dev.tributary.nn;

import dev.tributary.nn.ParameterLayout.Slice;
import dev.tributary.nn.layer.BatchNormalization;
import dev.tributary.nn.layer.Dense;
import dev.tributary.nn.layer.LayerSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A network with its weights, made smaller for inference: the same outputs but for rounding. To
 * train on or to sample, take the original.
 *
 * <p>Layers that do nothing in inference, such as dropout, are left out. A batch normalization that
 * then directly follows a dense layer goes into it: with {@code s = γ / √(σ² + ε)} of each unit,
 * {@code K ← K·diag(s)} and {@code b ← (b - μ) s + β}; a dense layer without a bias gets one. All
 * other layers keep their names and weights.
 */
@Technique(
    kind = Technique.Kind.PREDICTION,
    name = "folding",
    formula =
        "K’ = K γ/√(σ² + ε), b’ = (b − μ) γ/√(σ² + ε) + β: batch normalization within the dense layer before it",
    paper = "Jacob et al., 2018",
    defaults = "always")
public final class FoldedNetwork {
  private static final String KERNEL = "/kernel";
  private static final String BIAS = "/bias";

  private final NetworkSpec spec;
  private final float[] weights;
  private final float[] statistics;

  private FoldedNetwork(NetworkSpec spec, float[] weights, float[] statistics) {
    this.spec = spec;
    this.weights = weights;
    this.statistics = statistics;
  }

  /**
   * Folds a network; it doesn't change.
   *
   * @param weights its parameters, flat
   * @param statistics its moving statistics, flat
   * @throws IllegalArgumentException as {@link Network}
   */
  public static FoldedNetwork of(
      NetworkSpec spec, Shape input, float[] weights, float[] statistics) {
    NetworkLayout network = new NetworkLayout(spec, input);
    Map<String, float[]> tensors = new HashMap<>();
    take(network.parameters(), weights, tensors);
    take(network.statistics(), statistics, tensors);

    List<NamedLayer> layers = new ArrayList<>();
    for (NamedLayer layer : spec.layers()) {
      NamedLayer below = layers.isEmpty() ? null : layers.get(layers.size() - 1);
      if (layer.spec() instanceof BatchNormalization normalization
          && below != null
          && below.spec() instanceof Dense dense) {
        fold(layer.name(), normalization, below.name(), dense, tensors);
        LayerSpec biased = new Dense(dense.units(), Dense.Bias.USED, dense.initializer());
        layers.set(layers.size() - 1, new NamedLayer(below.name(), biased));
      } else if (!layer.spec().isIdentityInInference()) {
        layers.add(layer);
      }
    }
    // A network has at least one layer.
    NetworkSpec folded =
        new NetworkSpec(
            layers.isEmpty() ? spec.layers().subList(0, 1) : layers, spec.loss(), spec.engine());
    NetworkLayout smaller = new NetworkLayout(folded, input);
    return new FoldedNetwork(
        folded, put(smaller.parameters(), tensors), put(smaller.statistics(), tensors));
  }

  /** The layers that are left, and the same loss. */
  public NetworkSpec spec() {
    return spec;
  }

  /** The parameters of {@link #spec}, flat; not a copy. */
  public float[] weights() {
    return weights;
  }

  /** The moving statistics of {@link #spec}, flat; not a copy. */
  public float[] statistics() {
    return statistics;
  }

  private static void fold(
      String name,
      BatchNormalization normalization,
      String denseName,
      Dense dense,
      Map<String, float[]> tensors) {
    int units = dense.units();
    float[] kernel = tensors.get(denseName + KERNEL);
    float[] bias = tensors.computeIfAbsent(denseName + BIAS, absent -> new float[units]);
    float[] gamma = tensors.get(name + "/gamma");
    float[] beta = tensors.get(name + "/beta");
    float[] mean = tensors.get(name + "/" + BatchNormalization.MOVING_MEAN);
    float[] variance = tensors.get(name + "/" + BatchNormalization.MOVING_VARIANCE);
    for (int unit = 0; unit < units; unit++) {
      double scale =
          (gamma == null ? 1 : gamma[unit]) / Math.sqrt(variance[unit] + normalization.epsilon());
      double offset = beta == null ? 0 : beta[unit];
      bias[unit] = (float) (((double) bias[unit] - mean[unit]) * scale + offset);
      for (int i = unit; i < kernel.length; i += units) {
        kernel[i] = (float) (kernel[i] * scale);
      }
    }
  }

  private static void take(ParameterLayout layout, float[] flat, Map<String, float[]> tensors) {
    for (Slice slice : layout.slices()) {
      int end = slice.offset() + slice.length();
      tensors.put(slice.name(), Arrays.copyOfRange(flat, slice.offset(), end));
    }
  }

  private static float[] put(ParameterLayout layout, Map<String, float[]> tensors) {
    float[] flat = new float[layout.size()];
    for (Slice slice : layout.slices()) {
      System.arraycopy(tensors.get(slice.name()), 0, flat, slice.offset(), slice.length());
    }
    return flat;
  }
}
