package dev.tributary.ml;

import dev.tributary.math.Elementary;
import dev.tributary.nn.NamedLayer;
import dev.tributary.nn.activation.Activation;
import dev.tributary.nn.activation.Sigmoid;
import dev.tributary.nn.activation.Softmax;
import dev.tributary.nn.layer.ActivationLayer;
import dev.tributary.train.TrainedNetwork;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * What a classifier's outputs mean.
 *
 * <p>The network is run up to its last activation, so that there are logits {@code z}. The raw
 * prediction is {@code zᵢ - mean(z)}, of which the softmax is the probability; a single sigmoid
 * unit has the logits {@code (0, z)}. Of two classes, the second one's raw prediction thus rises
 * with its probability, and tells them apart where that is as good as 0 or 1. A network whose last
 * activation can't be taken off gives {@code z = ln p}.
 *
 * @param link what makes probabilities of the outputs
 * @param width how many outputs an example has
 * @param layers how many of the network's lowest layers give them
 */
record ClassOutputs(Link link, int width, int layers) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What makes probabilities of outputs. */
  enum Link {
    SOFTMAX,
    SIGMOID,
    NONE
  }

  static ClassOutputs of(TrainedNetwork network) {
    List<NamedLayer> layers = network.spec().layers();
    var shapes = network.spec().shapes(network.input());
    int width = shapes.get(shapes.size() - 1).size();
    int below = layers.size() - 1;
    Link link =
        below > 0 && layers.get(below).spec() instanceof ActivationLayer last
            ? link(last.function(), width)
            : Link.NONE;
    return new ClassOutputs(link, width, link == Link.NONE ? layers.size() : below);
  }

  private static Link link(Activation function, int width) {
    if (function instanceof Softmax) {
      return Link.SOFTMAX;
    }
    return function instanceof Sigmoid && width == 1 ? Link.SIGMOID : Link.NONE;
  }

  int classes() {
    return width == 1 ? 2 : width;
  }

  /** The probability of each class. */
  double[] probability(float[] outputs, int row) {
    float[] given = Arrays.copyOfRange(outputs, row * width, (row + 1) * width);
    float[] own = given.clone();
    switch (link) {
      case SOFTMAX -> new Softmax().forward(given, own, 1, width);
      case SIGMOID -> Elementary.sigmoid(given, own, 1);
      case NONE -> {}
    }
    if (width == 1) {
      return new double[] {1.0 - own[0], own[0]};
    }
    double[] probability = new double[width];
    for (int i = 0; i < width; i++) {
      probability[i] = own[i];
    }
    return probability;
  }

  /** The raw prediction of each class. */
  double[] raw(float[] outputs, int row) {
    double[] logits = new double[classes()];
    for (int i = 0; i < width; i++) {
      double output = outputs[row * width + i];
      if (link == Link.NONE && width == 1) {
        logits[0] = logarithm(1 - output);
      }
      logits[classes() - width + i] = link == Link.NONE ? logarithm(output) : output;
    }
    double mean = Arrays.stream(logits).sum() / logits.length;
    for (int i = 0; i < logits.length; i++) {
      logits[i] -= mean;
    }
    return logits;
  }

  private static double logarithm(double probability) {
    return Math.log(Math.max(probability, Float.MIN_VALUE));
  }

  /** Replaces raw predictions by the probabilities that they stand for. */
  static void toProbability(double[] raw) {
    double max = Arrays.stream(raw).max().orElseThrow();
    double sum = 0;
    for (int i = 0; i < raw.length; i++) {
      raw[i] = Math.exp(raw[i] - max);
      sum += raw[i];
    }
    for (int i = 0; i < raw.length; i++) {
      raw[i] /= sum;
    }
  }
}
