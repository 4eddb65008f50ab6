package dev.tributary.interop.dl4j;

import dev.tributary.nn.GradientEngine;
import dev.tributary.nn.LayerObserver;
import dev.tributary.nn.Minibatch;
import dev.tributary.nn.NetworkLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Computes a whole network by Deeplearning4j's {@code computeGradientAndScore}, its own loss
 * included, from flat vectors of the caller's. Deeplearning4j sums gradients over the minibatch;
 * here, as everywhere, they are means.
 */
final class Dl4jEngine implements GradientEngine {
  private final NetworkLayout layout;
  private final String configuration;
  private final Places places;
  private final int capacity;
  private final Set<String> frozen;
  private final Dl4jModel model;
  private final List<TensorLink> parameters;
  private final List<TensorLink> statistics;
  private final List<WeightedLoss> losses;
  private final float[] outputs;
  private Dl4jModel measured;

  Dl4jEngine(
      NetworkLayout layout, String configuration, Places places, int capacity, Set<String> frozen) {
    this.layout = layout;
    this.configuration = configuration;
    this.places = places;
    this.capacity = capacity;
    this.frozen = Set.copyOf(frozen);
    this.model = Configurations.forJobs(configuration);
    Dl4jTensors tensors = new Dl4jTensors(model);
    this.parameters = tensors.parameterLinks();
    this.statistics = tensors.statisticLinks();
    this.losses = losses(model);
    this.outputs = new float[Math.multiplyExact(capacity, layout.width())];
  }

  /** Puts losses that can be weighed in the place of the output layers' own. */
  private static List<WeightedLoss> losses(Dl4jModel model) {
    List<WeightedLoss> losses = new ArrayList<>();
    for (Layer layer : model.layers()) {
      if (layer.conf().getLayer() instanceof BaseOutputLayer output) {
        WeightedLoss loss = new WeightedLoss(output.getLossFn());
        output.setLossFn(loss);
        losses.add(loss);
      }
    }
    return losses;
  }

  private void weigh(INDArray exampleWeights) {
    losses.forEach(loss -> loss.weigh(exampleWeights));
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
      Minibatch batch, float[] weights, float[] moving, float[] gradient, long seed) {
    require(batch.rows);
    write(model, weights, moving);
    Nd4j.getRandom().setSeed(seed);
    weigh(exampleWeights(batch));
    model.differentiate(places.array(batch.features, batch.rows), labels(batch));
    if (!frozen.isEmpty()) {
      Arrays.fill(gradient, 0f);
      return loss();
    }
    Map<String, INDArray> gradients = model.model().gradient().gradientForVariable();
    for (TensorLink link : parameters) {
      INDArray own = gradients.get(link.key());
      if (own != null) {
        link.read(own, gradient);
      }
    }
    float share = 1f / batch.rows;
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] *= share;
    }
    move(moving, gradients);
    return loss();
  }

  /** What Deeplearning4j calls the gradient of a running statistic is what it moves down by. */
  private void move(float[] moving, Map<String, INDArray> gradients) {
    float[] down = new float[moving.length];
    for (TensorLink link : statistics) {
      link.read(gradients.get(link.key()), down);
    }
    for (int i = 0; i < moving.length; i++) {
      moving[i] -= down[i];
    }
  }

  private double loss() {
    return model.model().score() - model.penalties();
  }

  /** The network is one layer: of its gradient by the outputs, Deeplearning4j doesn't tell. */
  @Override
  public double observe(
      Minibatch batch,
      float[] weights,
      float[] moving,
      float[] gradient,
      long seed,
      LayerObserver observer) {
    double loss = gradient(batch, weights, moving, gradient, seed);
    observer.output(0, outputs(batch.features, batch.rows, weights, moving), batch.rows);
    return loss;
  }

  @Override
  public double loss(Minibatch batch, float[] weights, float[] moving, float[] results) {
    float[] own = outputs(batch.features, batch.rows, weights, moving);
    System.arraycopy(own, 0, results, 0, batch.rows * layout.width());
    weigh(null);
    return model.score(places.array(batch.features, batch.rows), labels(batch));
  }

  @Override
  public float[] outputs(float[] features, int rows, float[] weights, float[] moving) {
    require(rows);
    write(model, weights, moving);
    read(model.outputs(places.array(features, rows)));
    return outputs;
  }

  /** As {@link #outputs}: the configuration's random layers are random in training alone. */
  @Override
  public float[] sample(float[] features, int rows, float[] weights, float[] moving, long seed) {
    return outputs(features, rows, weights, moving);
  }

  @Override
  public void measure(float[] features, int rows, float[] weights, float[] moments) {
    require(rows);
    if (!frozen.isEmpty() || statistics.isEmpty()) {
      return;
    }
    if (measured == null) {
      measured = Configurations.withoutNoise(configuration);
    }
    write(measured, weights, moments);
    measured.goUp(places.array(features, rows));
    int at = 0;
    for (Layer layer : measured.layers()) {
      if (layer instanceof BatchNormalization) {
        INDArray input = layer.input();
        int[] others = input.rank() == 4 ? new int[] {0, 2, 3} : new int[] {0};
        statistics.get(at++).read(input.mean(others), moments);
        statistics.get(at++).read(input.var(false, others), moments);
      }
    }
  }

  private void require(int rows) {
    if (rows < 1 || rows > capacity) {
      throw new IllegalArgumentException(
          "Invalid minibatch: " + rows + " rows (must be from 1 to " + capacity + ")");
    }
  }

  private void write(Dl4jModel to, float[] weights, float[] moving) {
    Map<String, INDArray> arrays = to.model().paramTable();
    for (TensorLink link : parameters) {
      link.write(weights, arrays.get(link.key()));
    }
    for (TensorLink link : statistics) {
      link.write(moving, arrays.get(link.key()));
    }
  }

  private void read(INDArray results) {
    float[] values = Numbers.of(results);
    System.arraycopy(values, 0, outputs, 0, values.length);
  }

  /** Classes become rows with a 1. */
  private INDArray labels(Minibatch batch) {
    int width = layout.width();
    float[] values = new float[batch.rows * width];
    if (batch.classes.length > 0) {
      for (int row = 0; row < batch.rows; row++) {
        values[row * width + batch.classes[row]] = 1f;
      }
    } else {
      System.arraycopy(batch.values, 0, values, 0, values.length);
    }
    return Nd4j.create(values, new long[] {batch.rows, width}, 'c');
  }

  private static INDArray exampleWeights(Minibatch batch) {
    return batch.weights.length == 0
        ? null
        : Nd4j.create(Arrays.copyOf(batch.weights, batch.rows), new long[] {batch.rows, 1}, 'c');
  }
}
