package dev.tributary.nn;

import dev.tributary.math.ErrorFunction;
import dev.tributary.nn.activation.Activation;
import dev.tributary.nn.activation.Elu;
import dev.tributary.nn.activation.Gelu;
import dev.tributary.nn.activation.LeakyRelu;
import dev.tributary.nn.layer.ActivationLayer;
import dev.tributary.nn.layer.BatchNormalization;
import dev.tributary.nn.layer.Dense;
import dev.tributary.nn.layer.Flatten;
import dev.tributary.nn.layer.LayerNormalization;
import dev.tributary.nn.layer.LayerSpec;
import dev.tributary.nn.layer.PRelu;
import dev.tributary.nn.layer.RRelu;
import dev.tributary.nn.layer.Step;
import java.util.Arrays;
import java.util.Set;

/**
 * A network in double, straight from the textbook's formulas: what {@link Network} is measured
 * against. It shares nothing with the engine but the description and what random layers draw, which
 * has tests of its own.
 */
final class ReferenceNetwork {
  private static final double STEP = 1e-5;

  private final NetworkSpec spec;
  private final Set<String> frozen;
  private final double[] frozenStatistics;

  ReferenceNetwork(NetworkSpec spec) {
    this(spec, Set.of(), new double[0]);
  }

  /**
   * @param frozen the layers that normalize by {@code statistics} in training too
   */
  ReferenceNetwork(NetworkSpec spec, Set<String> frozen, double[] statistics) {
    this.spec = spec;
    this.frozen = frozen;
    this.frozenStatistics = statistics;
  }

  /**
   * The mean loss in training: batch statistics, the masks of {@code seed}, the examples' weights
   * and smoothed labels.
   */
  double loss(Minibatch batch, double[] weights, long seed) {
    Pass pass = new Pass(Step.Mode.TRAINING, weights, frozenStatistics, seed);
    double[][] outputs = forward(rows(batch), pass);
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
    return forward(rows(batch), new Pass(Step.Mode.INFERENCE, weights, statistics, 0));
  }

  /** The outputs with random layers random and moving statistics, {@code [rows][outputs]}. */
  double[][] sample(Minibatch batch, double[] weights, double[] statistics, long seed) {
    return forward(rows(batch), new Pass(Step.Mode.SAMPLING, weights, statistics, seed));
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

  private double[][] forward(double[][] input, Pass pass) {
    double[][] values = input;
    for (int i = 0; i < spec.layers().size(); i++) {
      NamedLayer named = spec.layers().get(i);
      LayerSpec layer = named.spec();
      if (layer instanceof Dense dense) {
        values = dense(dense, values, pass.weights);
      } else if (layer instanceof BatchNormalization batchNormalization) {
        boolean byBatch = pass.mode == Step.Mode.TRAINING && !frozen.contains(named.name());
        values = normalize(batchNormalization, values, pass, byBatch);
      } else if (layer instanceof ActivationLayer activation) {
        values = activate(activation.function(), values);
      } else if (layer instanceof PRelu prelu) {
        values = prelu(prelu, values, pass.weights);
      } else if (layer instanceof LayerNormalization normalization) {
        values = normalizeRows(normalization, values, pass.weights);
      } else if (layer instanceof RRelu rrelu) {
        values =
            pass.isRandom()
                ? ReferenceDraws.rrelu(rrelu, i, values, pass.seed)
                : ReferenceDraws.map(
                    values, (x, k) -> x > 0 ? x : (rrelu.lower() + rrelu.upper()) / 2 * x);
      } else if (layer.isIdentityInInference()) {
        values = pass.isRandom() ? ReferenceDraws.disturb(layer, i, values, pass.seed) : values;
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

  private static double[][] prelu(PRelu layer, double[][] input, Cursor weights) {
    int width = input[0].length;
    boolean shared = layer.slopes() == PRelu.Slopes.SHARED;
    double[] slopes = weights.next(shared ? 1 : width);
    return ReferenceDraws.map(input, (x, i) -> x > 0 ? x : slopes[shared ? 0 : i % width] * x);
  }

  private static double[][] normalizeRows(
      LayerNormalization layer, double[][] input, Cursor weights) {
    int width = input[0].length;
    double[] gamma = layer.affine().hasScale() ? weights.next(width) : filled(width, 1);
    double[] beta = layer.affine().hasOffset() ? weights.next(width) : filled(width, 0);
    double[][] output = new double[input.length][width];
    for (int row = 0; row < input.length; row++) {
      double mean = Arrays.stream(input[row]).average().orElseThrow();
      double variance =
          Arrays.stream(input[row]).map(x -> square(x - mean)).average().orElseThrow();
      for (int j = 0; j < width; j++) {
        double normal = (input[row][j] - mean) / Math.sqrt(variance + layer.epsilon());
        output[row][j] = gamma[j] * normal + beta[j];
      }
    }
    return output;
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

    void skip(int length) {
      position += length;
    }

    double[] next(int length) {
      position += length;
      return Arrays.copyOfRange(values, position - length, position);
    }
  }

  /** What one pass draws from. */
  private static final class Pass {
    private final Step.Mode mode;
    private final Cursor weights;
    private final Cursor statistics;
    private final long seed;

    Pass(Step.Mode mode, double[] weights, double[] statistics, long seed) {
      this.mode = mode;
      this.weights = new Cursor(weights);
      this.statistics = new Cursor(statistics);
      this.seed = seed;
    }

    boolean isRandom() {
      return mode == Step.Mode.TRAINING || mode == Step.Mode.SAMPLING;
    }
  }

  private static double[][] normalize(
      BatchNormalization layer, double[][] input, Pass pass, boolean byBatch) {
    int width = input[0].length;
    double[] gamma = layer.affine().hasScale() ? pass.weights.next(width) : filled(width, 1);
    double[] beta = layer.affine().hasOffset() ? pass.weights.next(width) : filled(width, 0);
    double[] mean = byBatch ? mean(input) : pass.statistics.next(width);
    double[] variance = byBatch ? variance(input, mean) : pass.statistics.next(width);
    if (byBatch) {
      pass.statistics.skip(2 * width);
    }
    double[][] output = new double[input.length][width];
    for (int row = 0; row < input.length; row++) {
      for (int j = 0; j < width; j++) {
        double normal = (input[row][j] - mean[j]) / Math.sqrt(variance[j] + layer.epsilon());
        output[row][j] = gamma[j] * normal + beta[j];
      }
    }
    return output;
  }

  private static double[] filled(int width, double value) {
    double[] values = new double[width];
    Arrays.fill(values, value);
    return values;
  }

  static double[] mean(double[][] input) {
    double[] mean = new double[input[0].length];
    for (double[] row : input) {
      for (int j = 0; j < mean.length; j++) {
        mean[j] += row[j] / input.length;
      }
    }
    return mean;
  }

  static double[] variance(double[][] input, double[] mean) {
    double[] variance = new double[mean.length];
    for (double[] row : input) {
      for (int j = 0; j < mean.length; j++) {
        variance[j] += square(row[j] - mean[j]) / input.length;
      }
    }
    return variance;
  }
}
