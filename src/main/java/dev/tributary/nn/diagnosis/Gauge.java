package dev.tributary.nn.diagnosis;

import dev.tributary.nn.GradientEngine;
import dev.tributary.nn.LayerObserver;
import dev.tributary.nn.Minibatch;
import dev.tributary.nn.NamedLayer;
import dev.tributary.nn.ParameterLayout.Slice;
import dev.tributary.nn.layer.Flatten;
import dev.tributary.nn.layer.Nonlinearity;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Measures a network on a sample that comes in minibatches, as training would see them: batch
 * statistics are used and dropout drops. Nothing of the network's moves.
 *
 * <p>Sums are taken over all minibatches and means once, so a figure is that of the whole sample:
 * the gradient is that of the sample's mean loss.
 */
public final class Gauge {
  private final GradientEngine network;
  private final float[] weights;
  private final float[] statistics;
  private final float[] moved;
  private final float[] gradient;
  private final double[] gradientSum;
  private final Tally input;
  private final List<Tally> tallies = new ArrayList<>();
  private double lossSum;
  private int rows;

  /**
   * @param weights to measure with, read only
   * @param statistics the moving statistics, read only
   */
  public Gauge(GradientEngine network, float[] weights, float[] statistics) {
    this.network = network;
    this.weights = weights;
    this.statistics = statistics;
    this.moved = new float[statistics.length];
    this.gradient = new float[weights.length];
    this.gradientSum = new double[weights.length];
    List<NamedLayer> layers = network.spec().layers();
    for (int i = 0; i < layers.size(); i++) {
      int width = network.shapes().get(i).size();
      tallies.add(new Tally(layers.get(i).spec(), width, network.capacity()));
    }
    this.input = new Tally(new Flatten(), network.input().size(), 0);
  }

  /**
   * Adds some rows of the sample.
   *
   * @param seed decides all that is random in them
   */
  public void add(Minibatch batch, long seed) {
    System.arraycopy(statistics, 0, moved, 0, statistics.length);
    input.output(batch.features, batch.features, batch.rows);
    double loss =
        network.observe(batch, weights, moved, gradient, seed, new Observer(batch.features));
    for (int i = 0; i < gradient.length; i++) {
      gradientSum[i] += (double) batch.rows * gradient[i];
    }
    lossSum += loss * batch.rows;
    rows += batch.rows;
  }

  /**
   * What the sample shows.
   *
   * @param when such as {@code at initialization}
   * @param steps that the network has taken
   * @param rate of the step that follows
   * @param next the weights after that step
   */
  public Measurement measurement(String when, long steps, double rate, float[] next) {
    List<NamedLayer> layers = network.spec().layers();
    List<Map<Figure, Double>> figures = new ArrayList<>();
    double lastNorm = 0;
    for (int i = 0; i < layers.size(); i++) {
      Map<Figure, Double> own = new EnumMap<>(Figure.class);
      tallies.get(i).into(own);
      if (!network.frozen().contains(layers.get(i).name())) {
        parameters(layers.get(i).name(), next, own);
      }
      lastNorm = own.getOrDefault(Figure.GRADIENT_NORM, lastNorm);
      figures.add(own);
    }
    List<LayerFigures> measured = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Map<Figure, Double> own = figures.get(i);
      if (own.containsKey(Figure.GRADIENT_NORM) && lastNorm != 0) {
        own.put(Figure.GRADIENT_RATIO, own.get(Figure.GRADIENT_NORM) / lastNorm);
      }
      measured.add(new LayerFigures(layers.get(i).name(), kind(layers.get(i)), own));
    }
    Map<Figure, Double> features = new EnumMap<>(Figure.class);
    input.into(features);
    return new Measurement(
        when,
        steps,
        rows,
        lossSum / rows,
        rate,
        new LayerFigures("input", "input", features),
        measured);
  }

  private void parameters(String layer, float[] next, Map<Figure, Double> figures) {
    double gradients = 0;
    double sizes = 0;
    double updates = 0;
    boolean any = false;
    for (Slice slice : network.parameters().slices()) {
      if (slice.layer().equals(layer)) {
        any = true;
        for (int i = slice.offset(); i < slice.offset() + slice.length(); i++) {
          double mean = gradientSum[i] / rows;
          double update = (double) next[i] - weights[i];
          gradients += mean * mean;
          sizes += (double) weights[i] * weights[i];
          updates += update * update;
        }
      }
    }
    if (any) {
      figures.put(Figure.GRADIENT_NORM, Math.sqrt(gradients));
    }
    if (any && sizes != 0) {
      figures.put(Figure.UPDATE_RATIO, Math.sqrt(updates / sizes));
    }
  }

  private static String kind(NamedLayer layer) {
    return layer.spec() instanceof Nonlinearity activation
        ? activation.functionName()
        : layer.spec().type();
  }

  /** Hands each layer's output on to its tally, along with what went into it. */
  private final class Observer implements LayerObserver {
    private float[] below;

    Observer(float[] features) {
      this.below = features;
    }

    @Override
    public void output(int layer, float[] output, int count) {
      tallies.get(layer).output(below, output, count);
      below = output;
    }

    @Override
    public void outputGradient(int layer, float[] outputGradient, int count) {
      tallies.get(layer).outputGradient(outputGradient, count);
    }
  }
}
