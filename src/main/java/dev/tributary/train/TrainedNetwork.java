package dev.tributary.train;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.JobFile;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.data.DataEncoding;
import dev.tributary.model.InvalidModelException;
import dev.tributary.model.ModelBundle;
import dev.tributary.model.Tensor;
import dev.tributary.nn.Engine;
import dev.tributary.nn.FoldedNetwork;
import dev.tributary.nn.GradientEngine;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.ParameterLayout;
import dev.tributary.nn.ParameterLayout.Slice;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import dev.tributary.nn.layer.WholeNetwork;
import dev.tributary.nn.loss.MeanSquaredError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A network with its weights: between the flat vectors of training and the named tensors of a saved
 * model.
 */
public final class TrainedNetwork {
  private static final String INPUT_SHAPE = "input-shape";
  private static final String ENGINE = "engine";

  private final NetworkSpec spec;
  private final Shape input;
  private final float[] weights;
  private final float[] statistics;

  /**
   * @param weights the parameters, flat
   * @param statistics the moving statistics, flat
   */
  public TrainedNetwork(NetworkSpec spec, Shape input, float[] weights, float[] statistics) {
    this.spec = spec;
    this.input = input;
    this.weights = weights;
    this.statistics = statistics;
  }

  /**
   * The network of a saved model.
   *
   * @throws InvalidModelException if its description and its tensors don't fit together
   */
  public static TrainedNetwork of(ModelBundle bundle) {
    try {
      JobFile description = JobFile.of("model.json", bundle.network());
      Shape input = description.read(TrainedNetwork::shape);
      NetworkSpec spec = description.read(TrainedNetwork::spec);
      GradientEngine network = spec.build(input);
      requireInputs(bundle.encoding(), input);
      requireTargets(bundle.encoding(), network);
      Map<String, Tensor> tensors = new HashMap<>();
      bundle.tensors().forEach(tensor -> tensors.put(tensor.name(), tensor));
      float[] weights = gather(network.parameters(), tensors);
      float[] statistics = gather(network.statistics(), tensors);
      if (!tensors.isEmpty()) {
        throw new InvalidModelException(
            "The model has tensors that its layers don't know: " + tensors.keySet() + ".");
      }
      return new TrainedNetwork(spec, input, weights, statistics);
    } catch (InvalidJobException | IllegalArgumentException | ArithmeticException unsound) {
      throw new InvalidModelException(
          "The model's description is not sound: " + unsound.getMessage(), unsound);
    }
  }

  /** The same made smaller for inference: {@link FoldedNetwork}. */
  public TrainedNetwork folded() {
    if (spec.layers().get(0).spec() instanceof WholeNetwork) {
      return this;
    }
    FoldedNetwork folded = FoldedNetwork.of(spec, input, weights, statistics);
    return new TrainedNetwork(folded.spec(), input, folded.weights(), folded.statistics());
  }

  /**
   * The same up to a layer, whose outputs are then the network's; the loss loses its meaning.
   *
   * @param count how many of the lowest layers, at least 1
   */
  public TrainedNetwork lowest(int count) {
    if (count == spec.layers().size()) {
      return this;
    }
    NetworkSpec lower =
        new NetworkSpec(spec.layers().subList(0, count), new MeanSquaredError(), spec.engine());
    GradientEngine network = lower.build(input);
    // A network's lower layers come first in its flat vectors.
    return new TrainedNetwork(
        lower,
        input,
        Arrays.copyOf(weights, network.parameters().size()),
        Arrays.copyOf(statistics, network.statistics().size()));
  }

  /** The description that {@link #of} reads. */
  public Map<String, Object> description() {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put(INPUT_SHAPE, input.dimensions());
    description.put("layers", spec.toSettings());
    if (spec.engine() != Engine.AUTO) {
      description.put(ENGINE, spec.engine().name().toLowerCase(Locale.ROOT));
    }
    Map<String, Object> loss = new LinkedHashMap<>();
    loss.put("type", spec.loss().name());
    loss.putAll(spec.loss().settings());
    description.put("loss", loss);
    return description;
  }

  /** The weights and the moving statistics, tensor by tensor. */
  public List<Tensor> tensors() {
    GradientEngine network = spec.build(input);
    List<Tensor> tensors = new ArrayList<>();
    scatter(network.parameters(), weights, tensors);
    scatter(network.statistics(), statistics, tensors);
    return tensors;
  }

  public NetworkSpec spec() {
    return spec;
  }

  public Shape input() {
    return input;
  }

  /** The parameters, flat; not a copy. */
  public float[] weights() {
    return weights;
  }

  /** The moving statistics, flat; not a copy. */
  public float[] statistics() {
    return statistics;
  }

  private static void requireInputs(DataEncoding encoding, Shape input) {
    if (encoding.width() != input.size()) {
      throw new InvalidModelException(
          "The model's encoding gives %,d inputs a row, but its network takes the shape %s."
              .formatted(encoding.width(), input));
    }
  }

  /** Without labels, the outputs are held against the features, one each. */
  private static void requireTargets(DataEncoding encoding, GradientEngine network) {
    boolean comparable =
        network.spec().loss().targets() == TargetKind.VALUES
            && network.width() == network.input().size();
    if (encoding.labels().isEmpty() && !comparable) {
      throw new InvalidModelException(
          "The model's encoding names no labels, so that its "
              + network.width()
              + " outputs would be compared with its "
              + network.input().size()
              + " features; with the loss "
              + network.spec().loss().name()
              + " they can't be.");
    }
  }

  private static Shape shape(Section root) {
    root.has("layers");
    root.has("loss");
    root.has(ENGINE);
    List<Integer> dimensions = root.integers(INPUT_SHAPE, Range.between(1, 1 << 24));
    return dimensions.isEmpty() ? Shape.of(1) : new Shape(dimensions);
  }

  private static NetworkSpec spec(Section root) {
    root.has(INPUT_SHAPE);
    Engine engine = root.has(ENGINE) ? root.choice(ENGINE, Engine.byName()) : Engine.AUTO;
    return NetworkSpec.read(root, root, engine);
  }

  private static float[] gather(ParameterLayout layout, Map<String, Tensor> tensors) {
    float[] flat = new float[layout.size()];
    for (Slice slice : layout.slices()) {
      Tensor tensor = tensors.remove(slice.name());
      List<Integer> wanted = slice.spec().shape().dimensions();
      if (tensor == null || !tensor.shape().equals(wanted)) {
        throw new InvalidModelException(
            "The model's tensor "
                + slice.name()
                + (tensor == null ? " is missing" : " has the shape " + tensor.shape())
                + "; its layer needs it with the shape "
                + wanted
                + ".");
      }
      System.arraycopy(tensor.values(), 0, flat, slice.offset(), slice.length());
    }
    return flat;
  }

  private static void scatter(ParameterLayout layout, float[] flat, List<Tensor> tensors) {
    for (Slice slice : layout.slices()) {
      tensors.add(
          new Tensor(
              slice.name(),
              slice.spec().shape().dimensions(),
              Arrays.copyOfRange(flat, slice.offset(), slice.offset() + slice.length())));
    }
  }
}
