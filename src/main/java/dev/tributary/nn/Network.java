package dev.tributary.nn;

import dev.tributary.nn.ParameterLayout.Slice;
import dev.tributary.nn.layer.ForeignLayers;
import dev.tributary.nn.layer.Layer;
import dev.tributary.nn.layer.LayerPlan;
import dev.tributary.nn.layer.LayerPlan.Backward;
import dev.tributary.nn.layer.LayerPlan.Role;
import dev.tributary.nn.layer.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A network of layers whose parameters live in one flat vector that the caller owns. The layers are
 * native ones, but for those that {@link Engine} says another library computes.
 *
 * <p>All buffers are allocated here, once; a step allocates nothing.
 */
public final class Network implements GradientEngine {
  private final NetworkLayout layout;
  private final int capacity;
  private final Set<String> frozen;
  private final List<Layer> layers = new ArrayList<>();
  private final Slice[] frozenSlices;
  private final Step step = new Step();
  private final float[] outputGradient;
  private final int width;
  private final int layersBeforeLoss;
  private final int lowestTrainable;

  /** A network of which every layer learns. */
  public Network(NetworkSpec spec, Shape input, int capacity) {
    this(spec, input, capacity, Set.of());
  }

  /**
   * A network of which some layers keep their weights: their slices of the gradient are 0, and the
   * backward pass ends at the lowest layer that learns. A frozen batch normalization uses its
   * moving statistics in training too, and doesn't move them; frozen dropout still drops.
   *
   * @param capacity the most rows of a minibatch
   * @param frozen names of layers
   * @throws IllegalArgumentException if the spec is no network that the loss can train, a layer
   *     can't take its input, or a frozen layer isn't there; the message names the layer
   */
  public Network(NetworkSpec spec, Shape input, int capacity, Set<String> frozen) {
    this.layout = new NetworkLayout(spec, input);
    checkNames(spec, frozen);
    this.capacity = capacity;
    this.frozen = Set.copyOf(frozen);
    Backward backward = Backward.TO_PARAMETERS;
    int lowest = spec.layers().size();
    for (int i = 0; i < spec.layers().size(); i++) {
      NamedLayer layer = spec.layers().get(i);
      List<Integer> offsets = layout.parameterOffsets(i);
      Role role = frozen.contains(layer.name()) ? Role.FROZEN : Role.TRAINABLE;
      LayerPlan plan =
          new LayerPlan(
              i, layout.inputOf(i), capacity, offsets, layout.statisticOffsets(i), backward, role);
      layers.add(built(layer, plan, spec.engine()));
      if (role == Role.TRAINABLE && !offsets.isEmpty()) {
        backward = Backward.TO_INPUT;
        lowest = Math.min(lowest, i);
      }
    }
    this.frozenSlices =
        layout.parameters().slices().stream()
            .filter(slice -> frozen.contains(slice.layer()))
            .toArray(Slice[]::new);
    this.lowestTrainable = lowest;
    this.layersBeforeLoss = spec.layersBeforeLoss();
    this.width = layout.width();
    this.outputGradient = new float[Math.multiplyExact(capacity, width)];
  }

  private static Layer built(NamedLayer layer, LayerPlan plan, Engine engine) {
    try {
      return switch (engine) {
        case AUTO, NATIVE -> layer.spec().build(plan);
        case DL4J -> ForeignLayers.required().build(layer.spec(), plan);
      };
    } catch (IllegalArgumentException unfit) {
      throw new IllegalArgumentException(
          "Layer " + layer.name() + ": " + unfit.getMessage(), unfit);
    }
  }

  @Override
  public NetworkLayout layout() {
    return layout;
  }

  @Override
  public int capacity() {
    return capacity;
  }

  @Override
  public Set<String> frozen() {
    return frozen;
  }

  @Override
  public double gradient(
      Minibatch batch, float[] weights, float[] movingStatistics, float[] gradient, long seed) {
    prepare(Step.Mode.TRAINING, batch.rows, weights, movingStatistics);
    step.gradient = gradient;
    step.seed = seed;
    float[] outputs = forward(batch.features, 0, layersBeforeLoss);
    double loss = layout.spec().loss().gradient(outputs, batch, width, outputGradient);
    float[] passed = outputGradient;
    for (int i = layersBeforeLoss - 1; i >= lowestTrainable; i--) {
      passed = layers.get(i).backward(step, passed);
    }
    clearFrozen(gradient);
    return loss;
  }

  @Override
  public double observe(
      Minibatch batch,
      float[] weights,
      float[] movingStatistics,
      float[] gradient,
      long seed,
      LayerObserver observer) {
    prepare(Step.Mode.TRAINING, batch.rows, weights, movingStatistics);
    step.gradient = gradient;
    step.seed = seed;
    float[] compared = batch.features;
    for (int i = 0; i < layersBeforeLoss; i++) {
      compared = layers.get(i).forward(step, compared);
      observer.output(i, compared, batch.rows);
    }
    double loss = layout.spec().loss().gradient(compared, batch, width, outputGradient);
    float[] values = compared;
    for (int i = layersBeforeLoss; i < layers.size(); i++) {
      values = layers.get(i).forward(step, values);
      observer.output(i, values, batch.rows);
    }
    float[] passed = outputGradient;
    for (int i = layersBeforeLoss - 1; i >= lowestTrainable; i--) {
      observer.outputGradient(i, passed, batch.rows);
      passed = layers.get(i).backward(step, passed);
    }
    clearFrozen(gradient);
    return loss;
  }

  @Override
  public double loss(Minibatch batch, float[] weights, float[] movingStatistics, float[] outputs) {
    prepare(Step.Mode.INFERENCE, batch.rows, weights, movingStatistics);
    float[] compared = forward(batch.features, 0, layersBeforeLoss);
    double loss = layout.spec().loss().mean(compared, batch, width);
    float[] last = forward(compared, layersBeforeLoss, layers.size());
    System.arraycopy(last, 0, outputs, 0, batch.rows * width);
    return loss;
  }

  @Override
  public float[] outputs(float[] features, int rows, float[] weights, float[] movingStatistics) {
    prepare(Step.Mode.INFERENCE, rows, weights, movingStatistics);
    return forward(features, 0, layers.size());
  }

  @Override
  public float[] sample(
      float[] features, int rows, float[] weights, float[] movingStatistics, long seed) {
    prepare(Step.Mode.SAMPLING, rows, weights, movingStatistics);
    step.seed = seed;
    return forward(features, 0, layers.size());
  }

  @Override
  public void measure(float[] features, int rows, float[] weights, float[] moments) {
    prepare(Step.Mode.MEASURING, rows, weights, moments);
    forward(features, 0, layers.size());
  }

  private void clearFrozen(float[] gradient) {
    for (Slice slice : frozenSlices) {
      Arrays.fill(gradient, slice.offset(), slice.offset() + slice.length(), 0f);
    }
  }

  private static void checkNames(NetworkSpec spec, Set<String> frozen) {
    List<String> names = spec.layers().stream().map(NamedLayer::name).toList();
    for (String name : frozen) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "Invalid frozen layer: " + name + " (must be one of " + String.join(", ", names) + ")");
      }
    }
  }

  private void prepare(Step.Mode mode, int rows, float[] weights, float[] movingStatistics) {
    if (rows < 1 || rows > capacity) {
      throw new IllegalArgumentException(
          "Invalid minibatch: " + rows + " rows (must be from 1 to " + capacity + ")");
    }
    step.mode = mode;
    step.rows = rows;
    step.weights = weights;
    step.statistics = movingStatistics;
  }

  private float[] forward(float[] features, int from, int to) {
    float[] values = features;
    for (int i = from; i < to; i++) {
      values = layers.get(i).forward(step, values);
    }
    return values;
  }
}
