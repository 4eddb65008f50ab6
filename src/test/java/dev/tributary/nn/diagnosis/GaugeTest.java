package dev.tributary.nn.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.nn.Minibatch;
import dev.tributary.nn.Network;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import dev.tributary.techniques.Proves;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Figures against a forward and backward pass in double, written out by hand. */
class GaugeTest {
  private static final int INPUTS = 3;
  private static final int[] WIDTHS = {INPUTS, 4, 5, 2};
  private static final int ROWS = 12;
  private static final int DEAD_UNIT = 2;

  private final Network network =
      new Network(
          Networks.spec(
              "{type = dense, units = 4, activation = relu, name = a},"
                  + " {type = dense, units = 5, activation = tanh, name = b},"
                  + " {type = dense, units = 2, name = c}",
              "mse"),
          Shape.of(INPUTS),
          7);
  private final Random random = new Random(5);
  private final float[] weights = weights();
  private final double[][] x = normal(ROWS, INPUTS);
  private final double[][] t = normal(ROWS, 2);

  // What the hand-written pass leaves, by dense layer: sums, outputs, and the loss gradient by
  // both.
  private final double[][][] z = new double[3][][];
  private final double[][][] y = new double[3][][];
  private final double[][][] dz = new double[3][][];
  private final double[][][] dy = new double[3][][];
  private final double[] norms = new double[3];

  @Proves("diagnosis/diagnose")
  @Test
  void figuresAreThoseOfTheFormulas() {
    passInDouble();
    Measurement measured = measure(network, weights);

    signal(measured.input(), x);
    for (int i = 0; i < 3; i++) {
      LayerFigures dense = measured.layers().get(2 * i);
      signal(dense, z[i]);
      equal(dense, Figure.GRADIENT_NORM, norms[i]);
      equal(dense, Figure.GRADIENT_RATIO, norms[i] / norms[2]);
      equal(dense, Figure.OUTPUT_GRADIENT, rootMeanSquare(dz[i], ROWS));
      if (i < 2) {
        LayerFigures activation = measured.layers().get(2 * i + 1);
        signal(activation, y[i]);
        equal(activation, Figure.OUTPUT_GRADIENT, rootMeanSquare(dy[i], ROWS));
        assertThat(activation.figure(Figure.GRADIENT_NORM)).isEmpty();
        assertThat(activation.figure(Figure.UPDATE_RATIO)).isEmpty();
      }
      assertThat(dense.figure(Figure.SATURATED)).isEmpty();
      assertThat(dense.figure(Figure.DEAD)).isEmpty();
    }
    assertThat(measured.rows()).isEqualTo(ROWS);
    assertThat(measured.loss()).isCloseTo(loss(), within(1e-5));
  }

  @Proves("diagnosis/diagnose")
  @Test
  void countsDeadUnitsAndSaturatedValues() {
    passInDouble();
    Measurement measured = measure(network, weights);
    int dead = 0;
    for (int unit = 0; unit < 4; unit++) {
      int at = unit;
      dead += Arrays.stream(z[0]).allMatch(row -> row[at] <= 0) ? 1 : 0;
    }
    long saturated =
        Arrays.stream(y[1])
            .flatMapToDouble(Arrays::stream)
            .filter(value -> 1 - value * value < 0.1)
            .count();

    assertThat(dead).isBetween(1, 3);
    assertThat(saturated).isBetween(1L, ROWS * 5L - 1);
    equal(measured.layers().get(1), Figure.DEAD, dead / 4.0);
    assertThat(measured.layers().get(1).figure(Figure.SATURATED)).isEmpty();
    equal(measured.layers().get(3), Figure.SATURATED, saturated / (ROWS * 5.0));
    assertThat(measured.layers().get(3).figure(Figure.DEAD)).isEmpty();
  }

  @Test
  void theUpdateIsTheStepsShareOfTheWeights() {
    float[] next = weights.clone();
    for (int i = 0; i < next.length; i++) {
      next[i] = weights[i] * 1.25f;
    }
    Measurement measured = measure(network, next);

    equal(measured.layers().get(0), Figure.UPDATE_RATIO, 0.25);
    equal(measured.layers().get(4), Figure.UPDATE_RATIO, 0.25);
  }

  @Test
  void frozenLayersHaveNoGradient() {
    Network frozen = new Network(network.spec(), Shape.of(INPUTS), 7, Set.of("a"));
    Measurement measured = measure(frozen, weights);

    assertThat(measured.layers().get(0).figure(Figure.GRADIENT_NORM)).isEmpty();
    assertThat(measured.layers().get(0).figure(Figure.UPDATE_RATIO)).isEmpty();
    assertThat(measured.layers().get(2).figure(Figure.GRADIENT_NORM)).isPresent();
  }

  private Measurement measure(Network measured, float[] next) {
    Gauge gauge = new Gauge(measured, weights, new float[0]);
    Minibatch batch = new Minibatch(7, INPUTS, TargetKind.VALUES, 2);
    for (int from = 0; from < ROWS; from += 7) { // of 7 rows, then of 5
      batch.rows = Math.min(7, ROWS - from);
      for (int row = 0; row < batch.rows; row++) {
        for (int j = 0; j < INPUTS; j++) {
          batch.features[row * INPUTS + j] = (float) x[from + row][j];
        }
        for (int j = 0; j < 2; j++) {
          batch.values[row * 2 + j] = (float) t[from + row][j];
        }
      }
      gauge.add(batch, from);
    }
    return gauge.measurement("here", 0, 0.1, next);
  }

  private void passInDouble() {
    double[][] values = x;
    int offset = 0;
    int[] offsets = new int[3];
    for (int layer = 0; layer < 3; layer++) {
      offsets[layer] = offset;
      int inputs = WIDTHS[layer];
      int units = WIDTHS[layer + 1];
      z[layer] = new double[ROWS][units];
      y[layer] = new double[ROWS][units];
      for (int row = 0; row < ROWS; row++) {
        for (int u = 0; u < units; u++) {
          double sum = weights[offset + inputs * units + u];
          for (int i = 0; i < inputs; i++) {
            sum += values[row][i] * weights[offset + i * units + u];
          }
          z[layer][row][u] = sum;
          y[layer][row][u] = layer == 0 ? Math.max(0, sum) : layer == 1 ? Math.tanh(sum) : sum;
        }
      }
      values = y[layer];
      offset += inputs * units + units;
    }
    dy[2] = new double[ROWS][2];
    for (int row = 0; row < ROWS; row++) {
      for (int u = 0; u < 2; u++) {
        dy[2][row][u] = 2 * (y[2][row][u] - t[row][u]) / (2 * ROWS);
      }
    }
    for (int layer = 2; layer >= 0; layer--) {
      back(layer, offsets[layer]);
    }
  }

  private void back(int layer, int offset) {
    int inputs = WIDTHS[layer];
    int units = WIDTHS[layer + 1];
    double[][] below = layer == 0 ? x : y[layer - 1];
    double[][] passed = new double[ROWS][inputs];
    double[] kernel = new double[inputs * units];
    double[] bias = new double[units];
    dz[layer] = new double[ROWS][units];
    for (int row = 0; row < ROWS; row++) {
      for (int u = 0; u < units; u++) {
        double out = y[layer][row][u];
        double slope = layer == 0 ? (out > 0 ? 1 : 0) : layer == 1 ? 1 - out * out : 1;
        dz[layer][row][u] = dy[layer][row][u] * slope;
        bias[u] += dz[layer][row][u];
        for (int i = 0; i < inputs; i++) {
          kernel[i * units + u] += dz[layer][row][u] * below[row][i];
          passed[row][i] += dz[layer][row][u] * weights[offset + i * units + u];
        }
      }
    }
    norms[layer] = Math.sqrt(squares(kernel) + squares(bias));
    if (layer > 0) {
      dy[layer - 1] = passed;
    }
  }

  private double loss() {
    double sum = 0;
    for (int row = 0; row < ROWS; row++) {
      for (int u = 0; u < 2; u++) {
        sum += Math.pow(y[2][row][u] - t[row][u], 2) / (2 * ROWS);
      }
    }
    return sum;
  }

  private float[] weights() {
    float[] drawn = new float[network.parameters().size()];
    for (int i = 0; i < drawn.length; i++) {
      drawn[i] = (float) random.nextGaussian();
    }
    drawn[INPUTS * 4 + DEAD_UNIT] = -100f; // its bias: nothing brings it above 0
    return drawn;
  }

  private double[][] normal(int rows, int width) {
    double[][] drawn = new double[rows][width];
    for (double[] row : drawn) {
      Arrays.setAll(row, i -> (float) random.nextGaussian());
    }
    return drawn;
  }

  private static void signal(LayerFigures layer, double[][] values) {
    double mean = Arrays.stream(values).flatMapToDouble(Arrays::stream).average().orElseThrow();
    double variance =
        Arrays.stream(values)
            .flatMapToDouble(Arrays::stream)
            .map(value -> (value - mean) * (value - mean))
            .average()
            .orElseThrow();
    equal(layer, Figure.MEAN, mean);
    equal(layer, Figure.DEVIATION, Math.sqrt(variance));
  }

  /** Of each example's own loss: without the 1/rows of the mean. */
  private static double rootMeanSquare(double[][] gradient, int rows) {
    return rows
        * Math.sqrt(
            Arrays.stream(gradient).mapToDouble(GaugeTest::squares).sum()
                / (gradient.length * gradient[0].length));
  }

  private static double squares(double[] values) {
    return Arrays.stream(values).map(value -> value * value).sum();
  }

  private static void equal(LayerFigures layer, Figure figure, double expected) {
    Offset<Double> close = within(1e-5 * Math.max(1, Math.abs(expected)));
    assertThat(layer.figure(figure).orElseThrow())
        .as(layer.layer() + " " + figure)
        .isCloseTo(expected, close);
  }
}
