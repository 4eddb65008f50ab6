package dev.tributary.interop.archive;

import dev.tributary.nn.NamedLayer;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.layer.Affine;
import dev.tributary.nn.layer.BatchNormalization;
import dev.tributary.train.TrainedNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * How raw inputs become those that a network was trained on, {@code (x - shift) · factor}.
 *
 * <p>In an archive it is the first layer, a frozen batch normalization of mean {@code shift}, γ
 * {@code factor} and variance 1: so a network over there takes the raw numbers, as a model here
 * does, and training it further leaves the scaling alone.
 *
 * @param shift {@code [width]}
 * @param factor {@code [width]}
 */
public record InputScaling(List<Double> shift, List<Double> factor) {
  /** What the layer is called. */
  static final String LAYER = "input_scaling";

  private static final double EPSILON = 1e-12; // nothing beside a variance of 1, in floats

  public InputScaling {
    shift = List.copyOf(shift);
    factor = List.copyOf(factor);
  }

  /** The one that leaves inputs as they are. */
  public static InputScaling none(int width) {
    return new InputScaling(Collections.nCopies(width, 0.0), Collections.nCopies(width, 1.0));
  }

  /** Whether it leaves inputs as they are. */
  public boolean isNone() {
    return equals(none(shift.size()));
  }

  /** Whether inputs can be had back from what it makes of them. */
  boolean isSound() {
    return shift.stream().allMatch(Double::isFinite)
        && factor.stream().allMatch(each -> each != 0 && Double.isFinite(1 / each));
  }

  /** A network with this as its first layer. */
  TrainedNetwork before(TrainedNetwork network) {
    int width = shift.size();
    List<NamedLayer> layers = new ArrayList<>(network.spec().layers());
    layers.add(0, new NamedLayer(LAYER, new BatchNormalization(0.9, EPSILON, Affine.SCALE)));
    float[] weights = new float[width + network.weights().length];
    float[] statistics = new float[2 * width + network.statistics().length];
    for (int j = 0; j < width; j++) {
      weights[j] = factor.get(j).floatValue();
      statistics[j] = shift.get(j).floatValue();
      statistics[width + j] = 1f;
    }
    System.arraycopy(network.weights(), 0, weights, width, network.weights().length);
    System.arraycopy(network.statistics(), 0, statistics, 2 * width, network.statistics().length);
    return new TrainedNetwork(
        new NetworkSpec(layers, network.spec().loss()), network.input(), weights, statistics);
  }

  /** What the first layer, a batch normalization that learns no more, does to the inputs. */
  static InputScaling of(TrainedNetwork network) {
    BatchNormalization first = (BatchNormalization) network.spec().layers().get(0).spec();
    int width = network.input().size();
    int beta = first.affine().hasScale() ? width : 0;
    List<Double> shift = new ArrayList<>(width);
    List<Double> factor = new ArrayList<>(width);
    for (int j = 0; j < width; j++) {
      double mean = network.statistics()[j];
      double scale = 1 / Math.sqrt(network.statistics()[width + j] + (float) first.epsilon());
      scale *= first.affine().hasScale() ? network.weights()[j] : 1;
      double offset = first.affine().hasOffset() ? network.weights()[beta + j] : 0;
      factor.add(scale);
      shift.add(offset == 0 ? mean : mean - offset / scale);
    }
    return new InputScaling(shift, factor);
  }

  /** The network without its first layer, a batch normalization. */
  static TrainedNetwork removedFrom(TrainedNetwork network) {
    BatchNormalization first = (BatchNormalization) network.spec().layers().get(0).spec();
    int width = network.input().size();
    int learned =
        (first.affine().hasScale() ? width : 0) + (first.affine().hasOffset() ? width : 0);
    List<NamedLayer> layers = network.spec().layers();
    return new TrainedNetwork(
        new NetworkSpec(layers.subList(1, layers.size()), network.spec().loss()),
        network.input(),
        Arrays.copyOfRange(network.weights(), learned, network.weights().length),
        Arrays.copyOfRange(network.statistics(), 2 * width, network.statistics().length));
  }
}
