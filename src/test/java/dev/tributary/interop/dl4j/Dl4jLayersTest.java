package dev.tributary.interop.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.config.JobFile;
import dev.tributary.data.UnusableDataException;
import dev.tributary.math.RandomStream;
import dev.tributary.nn.Engine;
import dev.tributary.nn.Minibatch;
import dev.tributary.nn.Network;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import dev.tributary.techniques.Proves;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers by Deeplearning4j are their formulas, forward and backward. */
class Dl4jLayersTest {
  private static final int ROWS = 3;

  /** An example's outputs of the layer in question. */
  private interface Formula {
    double[] of(double[] x, double[] weights);
  }

  @ParameterizedTest
  @CsvSource({"3,1,valid", "3,2,valid", "2,1,same", "3,2,same", "4,3,same"})
  @Proves("layer/convolution")
  void convolvesPictures(int size, int stride, String padding) {
    int[] in = {6, 5, 2};
    int[] out = {out(6, size, stride, padding), out(5, size, stride, padding), 3};
    int[] sizes = {size, size};
    int[] strides = {stride, stride};
    int[] pad = {pad(6, out[0], size, stride, padding), pad(5, out[1], size, stride, padding)};
    int kernel = size * size * 2 * 3;
    check(
        "{type = reshape, shape = [6, 5, 2]}, {type = convolution, filters = 3, kernel-size = "
            + "%d, strides = %d, padding = %s}".formatted(size, stride, padding),
        60,
        (x, w) ->
            ReferenceLayers.convolution(
                x, in, out, sizes, strides, pad, w, Arrays.copyOfRange(w, kernel, kernel + 3)));
  }

  @ParameterizedTest
  @CsvSource({"3,1,valid", "2,2,same"})
  @Proves("layer/convolution")
  void convolvesSequences(int size, int stride, String padding) {
    int[] in = {7, 1, 2};
    int[] out = {out(7, size, stride, padding), 1, 3};
    int[] pad = {pad(7, out[0], size, stride, padding), 0};
    int kernel = size * 2 * 3;
    check(
        "{type = reshape, shape = [7, 2]}, {type = convolution, filters = 3, kernel-size = "
            + "%d, strides = %d, padding = %s}".formatted(size, stride, padding),
        14,
        (x, w) ->
            ReferenceLayers.convolution(
                x,
                in,
                out,
                new int[] {size, 1},
                new int[] {stride, 1},
                pad,
                w,
                Arrays.copyOfRange(w, kernel, kernel + 3)));
  }

  @ParameterizedTest
  @CsvSource({
    "max_pooling,2,2,valid",
    "max_pooling,3,2,same",
    "average_pooling,2,2,valid",
    "average_pooling,3,2,same"
  })
  @Proves({"layer/max_pooling", "layer/average_pooling"})
  void pools(String type, int size, int stride, String padding) {
    int[] in = {6, 5, 2};
    int[] out = {out(6, size, stride, padding), out(5, size, stride, padding), 2};
    int[] pad = {pad(6, out[0], size, stride, padding), pad(5, out[1], size, stride, padding)};
    check(
        "{type = reshape, shape = [6, 5, 2]}, {type = %s, pool-size = %d, strides = %d, padding = %s}"
            .formatted(type, size, stride, padding),
        60,
        (x, w) ->
            ReferenceLayers.pooling(
                type.startsWith("max"),
                x,
                in,
                out,
                new int[] {size, size},
                new int[] {stride, stride},
                pad));
  }

  @Test
  @Proves({"layer/max_pooling", "layer/average_pooling"})
  void poolsSequences() {
    check(
        "{type = reshape, shape = [6, 2]}, {type = max_pooling, pool-size = 3}",
        12,
        (x, w) ->
            ReferenceLayers.pooling(
                true,
                x,
                new int[] {6, 1, 2},
                new int[] {2, 1, 2},
                new int[] {3, 1},
                new int[] {3, 1},
                new int[2]));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Proves("layer/lstm")
  void remembersInCells(boolean sequences) {
    check(
        "{type = reshape, shape = [5, 3]}, {type = lstm, units = 4, return-sequences = "
            + sequences
            + "}",
        15,
        (x, w) -> last(ReferenceLayers.lstm(x, 5, 3, 4, w), 4, sequences));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  @Proves("layer/simple_rnn")
  void remembersInUnits(boolean sequences) {
    check(
        "{type = reshape, shape = [5, 3]}, {type = simple_rnn, units = 4, return-sequences = "
            + sequences
            + "}",
        15,
        (x, w) -> last(ReferenceLayers.simpleRnn(x, 5, 3, 4, w), 4, sequences));
  }

  @Test
  @Proves("layer/embedding")
  void givesTheVectorOfAnIndex() {
    NetworkSpec spec = spec("{type = embedding, entries = 7, units = 3}, {type = flatten}");
    Network network = new Network(spec, Shape.of(2), 2);
    float[] weights = network.parameters().initialize(5);
    float[] outputs = network.outputs(new float[] {6, 0, 2, 2}, 2, weights, new float[0]);
    for (int j = 0; j < 3; j++) {
      assertThat(outputs[j]).isEqualTo(weights[6 * 3 + j]);
      assertThat(outputs[3 + j]).isEqualTo(weights[j]);
      assertThat(outputs[6 + j]).isEqualTo(weights[2 * 3 + j]).isEqualTo(outputs[9 + j]);
    }
    Minibatch batch = new Minibatch(2, 2, TargetKind.VALUES, 6);
    batch.rows = 2;
    System.arraycopy(new float[] {6, 0, 2, 2}, 0, batch.features, 0, 4);
    float[] gradient = new float[weights.length];
    network.gradient(batch, weights, new float[0], gradient, 1);
    // The loss is the mean of 12 squares of an output, so its slope by one is a sixth of that.
    for (int j = 0; j < 3; j++) {
      assertThat(gradient[6 * 3 + j]).isCloseTo(weights[6 * 3 + j] / 6, within(1e-6f));
      assertThat(gradient[2 * 3 + j]).isCloseTo(2 * weights[2 * 3 + j] / 6, within(1e-6f));
      assertThat(gradient[3 + j]).isZero();
    }
    assertThatThrownBy(() -> network.outputs(new float[] {7, 0}, 1, weights, new float[0]))
        .isInstanceOf(UnusableDataException.class)
        .hasMessageContaining("A feature is 7.0")
        .hasMessageContaining("whole numbers from 0 to 6");
  }

  @Test
  void computesDenseLayersWhereTheJobSaysSo() {
    String layers = "{type = dense, units = 4, activation = tanh}, {type = dense, units = 2}";
    NetworkSpec here = spec(layers);
    NetworkSpec there = new NetworkSpec(here.layers(), here.loss(), Engine.DL4J);
    Network ours = new Network(here, Shape.of(3), ROWS);
    Network theirs = new Network(there, Shape.of(3), ROWS);
    float[] weights = ours.parameters().initialize(3);
    Minibatch batch = random(3, 2);
    float[] own = new float[weights.length];
    float[] other = new float[weights.length];
    double loss = ours.gradient(batch, weights, new float[0], own, 1);
    assertThat(theirs.gradient(batch, weights, new float[0], other, 1))
        .isCloseTo(loss, within(1e-6));
    assertThat(other).containsExactly(own, within(1e-6f));
  }

  /** Forward, and backward through a dense layer on top and one below. */
  private static void check(String layers, int width, Formula formula) {
    NetworkSpec spec =
        spec(
            "{type = dense, units = "
                + width
                + "}, "
                + layers
                + ", {type = flatten}, {type = dense, units = 2}");
    Network network = new Network(spec, Shape.of(2), ROWS);
    float[] weights = network.parameters().initialize(11);
    RandomStream random = new RandomStream(4);
    for (int i = 0; i < weights.length; i++) {
      weights[i] += 0.1f * (float) random.nextGaussian();
    }
    Minibatch batch = random(2, 2);
    float[] gradient = new float[weights.length];
    double loss = network.gradient(batch, weights, new float[0], gradient, 1);
    double[] exact = new double[weights.length];
    Arrays.setAll(exact, i -> weights[i]);
    assertThat(loss).isCloseTo(loss(batch, exact, width, formula), within(1e-5));
    for (int i = 0; i < exact.length; i += 1 + exact.length / 150) {
      double step = 1e-5;
      double kept = exact[i];
      exact[i] = kept + step;
      double above = loss(batch, exact, width, formula);
      exact[i] = kept - step;
      double below = loss(batch, exact, width, formula);
      exact[i] = kept;
      assertThat((double) gradient[i])
          .as("gradient by weight %d of %s", i, layers)
          .isCloseTo((above - below) / (2 * step), within(2e-4));
    }
  }

  private static double loss(Minibatch batch, double[] w, int width, Formula formula) {
    double sum = 0;
    for (int row = 0; row < batch.rows; row++) {
      double[] x =
          dense(Arrays.copyOfRange(doubles(batch.features), 2 * row, 2 * row + 2), w, 0, width);
      int at = 3 * width;
      double[] y = formula.of(x, Arrays.copyOfRange(w, at, w.length));
      int top = w.length - 2 * y.length - 2;
      double[] z = dense(y, w, top, 2);
      for (int j = 0; j < 2; j++) {
        double error = z[j] - batch.values[2 * row + j];
        sum += error * error;
      }
    }
    return sum / (2 * batch.rows);
  }

  private static double[] dense(double[] x, double[] w, int at, int units) {
    double[] y = new double[units];
    for (int j = 0; j < units; j++) {
      y[j] = w[at + x.length * units + j];
      for (int i = 0; i < x.length; i++) {
        y[j] += x[i] * w[at + i * units + j];
      }
    }
    return y;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  private static double[] last(double[] all, int units, boolean sequences) {
    return sequences ? all : Arrays.copyOfRange(all, all.length - units, all.length);
  }

  private static int out(int in, int size, int stride, String padding) {
    return padding.equals("same") ? (in + stride - 1) / stride : (in - size) / stride + 1;
  }

  private static int pad(int in, int out, int size, int stride, String padding) {
    return padding.equals("same") ? ReferenceLayers.before(in, out, size, stride) : 0;
  }

  private static Minibatch random(int width, int targets) {
    Minibatch batch = new Minibatch(ROWS, width, TargetKind.VALUES, targets);
    batch.rows = ROWS;
    RandomStream random = new RandomStream(9);
    for (int i = 0; i < batch.features.length; i++) {
      batch.features[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < batch.values.length; i++) {
      batch.values[i] = (float) random.nextGaussian();
    }
    return batch;
  }

  static NetworkSpec spec(String layers) {
    String job = "model.layers = [" + layers + "]\ntraining.loss = mse";
    return JobFile.parse("test", job, List.of())
        .read(root -> NetworkSpec.read(root.section("model"), root.section("training")));
  }
}
