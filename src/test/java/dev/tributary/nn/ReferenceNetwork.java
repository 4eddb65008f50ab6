package dev.tributary.nn;

import dev.tributary.math.ErrorFunction;
import dev.tributary.nn.activation.Activation;
import dev.tributary.nn.activation.Elu;
import dev.tributary.nn.activation.Gelu;
import dev.tributary.nn.activation.LeakyRelu;
import dev.tributary.nn.layer.ActivationLayer;
import dev.tributary.nn.layer.BatchNormalization;
import dev.tributary.nn.layer.Dense;
import dev.tributary.nn.layer.Dropout;
import dev.tributary.nn.layer.Flatten;
import dev.tributary.nn.layer.Layer;
import dev.tributary.nn.layer.LayerPlan;
import dev.tributary.nn.layer.LayerSpec;
import dev.tributary.nn.layer.Step;
import java.util.Arrays;
import java.util.List;

/**
 * A network in double, straight from the textbook's formulas: what {@link Network} is measured
 * against. It shares nothing with the engine but the description and the masks of dropout, which
 * have a test of their own.
 */
final class ReferenceNetwork {
  private static final double STEP = 1e-5;

  private final NetworkSpec spec;

  ReferenceNetwork(NetworkSpec spec) {
    this.spec = spec;
  }

  /**
   * The mean loss in training: batch statistics, the masks of {@code seed}, the examples' weights
   * and smoothed labels.
   */
  double loss(Minibatch batch, double[] weights, long seed) {
    double[][] outputs = forward(rows(batch), new Cursor(weights), Normalize.BY_BATCH, seed);
    Object smoothing = spec.loss().settings().getOrDefault("label-smoothing", 0.0);
    double sum = 0;
    for (int row = 0; row < batch.rows; row++) {
      double weight = batch.weights.length == 0 ? 1 : batch.weights[row];
      sum += weight * rowLoss(batch, row, outputs[row], (double) smoothing);
    }
    return sum / batch.rows;
  }

  /** The mean loss in inference. */
  double inferredLoss(Minibatch batch, double[] weights, double[] statistics) {
    double[][] outputs = outputs(batch, weights, statistics);
    double sum = 0;
    for (int row = 0; row < batch.rows; row++) {
      sum += rowLoss(batch, row, outputs[row], 0);
    }
    return sum / batch.rows;
  }

  /** The outputs in inference, {@code [rows][outputs]}. */
  double[][] outputs(Minibatch batch, double[] weights, double[] statistics) {
    Normalize moving = new Normalize(new Cursor(statistics));
    return forward(rows(batch), new Cursor(weights), moving, 0);
  }

  /** The gradient of {@link #loss} by central differences. */
  double[] gradient(Minibatch batch, double[] weights, long seed) {
    double[] moved = weights.clone();
    double[] gradient = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      moved[i] = weights[i] + STEP;
      double above = loss(batch, moved, seed);
      moved[i] = weights[i] - STEP;
      double below = loss(batch, moved, seed);
      moved[i] = weights[i];
      gradient[i] = (above - below) / (2 * STEP);
    }
    return gradient;
  }

  static double[] toDouble(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  private double[][] forward(double[][] input, Cursor weights, Normalize normalize, long seed) {
    double[][] values = input;
    for (int i = 0; i < spec.layers().size(); i++) {
      LayerSpec layer = spec.layers().get(i).spec();
      if (layer instanceof Dense dense) {
        values = dense(dense, values, weights);
      } else if (layer instanceof BatchNormalization batchNormalization) {
        values = normalize.apply(batchNormalization, values, weights);
      } else if (layer instanceof ActivationLayer activation) {
        values = activate(activation.function(), values);
      } else if (layer instanceof Dropout dropout) {
        values = normalize.training() ? drop(mask(dropout, i, values, seed), values) : values;
      } else if (!(layer instanceof Flatten)) {
        throw new AssertionError("There is no reference for the layer " + layer);
      }
    }
    return values;
  }

  private static double[][] dense(Dense dense, double[][] input, Cursor weights) {
    double[][] kernel = new double[input[0].length][];
    Arrays.setAll(kernel, i -> weights.next(dense.units()));
    double[] bias =
        dense.bias() == Dense.Bias.USED ? weights.next(dense.units()) : new double[dense.units()];
    double[][] output = new double[input.length][dense.units()];
    for (int row = 0; row < input.length; row++) {
      for (int unit = 0; unit < dense.units(); unit++) {
        double sum = bias[unit];
        for (int i = 0; i < kernel.length; i++) {
          sum += input[row][i] * kernel[i][unit];
        }
        output[row][unit] = sum;
      }
    }
    return output;
  }

  private static double[][] activate(Activation activation, double[][] input) {
    double[][] output = new double[input.length][];
    for (int row = 0; row < input.length; row++) {
      double[] x = input[row];
      output[row] =
          activation.name().equals("softmax")
              ? softmax(x)
              : Arrays.stream(x).map(value -> activate(activation, value)).toArray();
    }
    return output;
  }

  static double activate(Activation activation, double x) {
    return switch (activation.name()) {
      case "linear" -> x;
      case "relu" -> Math.max(0, x);
      case "leaky_relu" -> x > 0 ? x : ((LeakyRelu) activation).negativeSlope() * x;
      case "elu" -> x > 0 ? x : ((Elu) activation).alpha() * Math.expm1(x);
      case "selu" -> 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x));
      case "sigmoid" -> 1 / (1 + Math.exp(-x));
      case "tanh" -> Math.tanh(x);
      case "hard_sigmoid" -> Math.min(1, Math.max(0, x / 6 + 0.5));
      case "softsign" -> x / (1 + Math.abs(x));
      case "softplus" -> softplus(x);
      case "relu6" -> Math.min(6, Math.max(0, x));
      case "gelu" ->
          ((Gelu) activation).form() == Gelu.Form.EXACT
              ? x * ErrorFunction.erfc(-x / Math.sqrt(2)) / 2
              : x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))) / 2;
      case "silu" -> x / (1 + Math.exp(-x));
      case "mish" -> x * Math.tanh(softplus(x));
      default -> throw new AssertionError("There is no reference for " + activation);
    };
  }

  private static double softplus(double x) {
    return Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  static double[] softmax(double[] x) {
    double max = Arrays.stream(x).max().orElseThrow();
    double[] powers = Arrays.stream(x).map(value -> Math.exp(value - max)).toArray();
    double sum = Arrays.stream(powers).sum();
    return Arrays.stream(powers).map(power -> power / sum).toArray();
  }

  private static double[][] drop(float[] mask, double[][] input) {
    int width = input[0].length;
    double[][] output = new double[input.length][width];
    for (int row = 0; row < input.length; row++) {
      for (int j = 0; j < width; j++) {
        output[row][j] = input[row][j] * mask[row * width + j];
      }
    }
    return output;
  }

  /** What a dropout layer at this place multiplies with: its output for ones. */
  private static float[] mask(Dropout dropout, int index, double[][] input, long seed) {
    int width = input[0].length;
    Layer layer =
        dropout.build(
            new LayerPlan(
                index,
                Shape.of(width),
                input.length,
                List.of(),
                List.of(),
                LayerPlan.Backward.TO_INPUT));
    Step step = new Step();
    step.mode = Step.Mode.TRAINING;
    step.rows = input.length;
    step.seed = seed;
    float[] ones = new float[input.length * width];
    Arrays.fill(ones, 1f);
    return layer.forward(step, ones);
  }

  private double rowLoss(Minibatch batch, int row, double[] outputs, double smoothing) {
    int width = outputs.length;
    double sum = 0;
    for (int j = 0; j < width; j++) {
      double y = outputs[j];
      double target =
          batch.classes.length == 0
              ? batch.values[row * width + j]
              : j == batch.classes[row] ? 1 : 0;
      double smooth = target * (1 - smoothing);
      sum +=
          switch (spec.loss().name()) {
            case "mse" -> square(y - target) / width;
            case "sparse_categorical_crossentropy", "categorical_crossentropy" ->
                -(smooth + smoothing / width) * Math.log(y);
            case "binary_crossentropy" -> {
              double t = smooth + smoothing / 2;
              yield -(t * Math.log(y) + (1 - t) * Math.log(1 - y)) / width;
            }
            default -> throw new AssertionError("There is no reference for " + spec.loss());
          };
    }
    return sum;
  }

  private static double square(double x) {
    return x * x;
  }

  private static double[][] rows(Minibatch batch) {
    double[][] rows = new double[batch.rows][batch.width];
    for (int row = 0; row < batch.rows; row++) {
      for (int j = 0; j < batch.width; j++) {
        rows[row][j] = batch.features[row * batch.width + j];
      }
    }
    return rows;
  }

  /** Hands out a flat vector piece by piece. */
  private static final class Cursor {
    private final double[] values;
    private int position;

    Cursor(double[] values) {
      this.values = values;
    }

    double[] next(int length) {
      position += length;
      return Arrays.copyOfRange(values, position - length, position);
    }
  }

  /** Batch normalization by the batch's own moments, or by moving ones. */
  private record Normalize(Cursor moving) {
    static final Normalize BY_BATCH = new Normalize(null);

    boolean training() {
      return moving == null;
    }

    double[][] apply(BatchNormalization layer, double[][] input, Cursor weights) {
      int width = input[0].length;
      double[] gamma = weights.next(width);
      double[] beta = weights.next(width);
      double[] mean = training() ? mean(input) : moving.next(width);
      double[] variance = training() ? variance(input, mean) : moving.next(width);
      double[][] output = new double[input.length][width];
      for (int row = 0; row < input.length; row++) {
        for (int j = 0; j < width; j++) {
          double normal = (input[row][j] - mean[j]) / Math.sqrt(variance[j] + layer.epsilon());
          output[row][j] = gamma[j] * normal + beta[j];
        }
      }
      return output;
    }

    private static double[] mean(double[][] input) {
      double[] mean = new double[input[0].length];
      for (double[] row : input) {
        for (int j = 0; j < mean.length; j++) {
          mean[j] += row[j] / input.length;
        }
      }
      return mean;
    }

    private static double[] variance(double[][] input, double[] mean) {
      double[] variance = new double[mean.length];
      for (double[] row : input) {
        for (int j = 0; j < mean.length; j++) {
          variance[j] += square(row[j] - mean[j]) / input.length;
        }
      }
      return variance;
    }
  }
}
