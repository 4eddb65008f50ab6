package dev.tributary.data.generator;

import dev.tributary.math.RandomStream;
import dev.tributary.math.Rows;
import dev.tributary.nn.NamedLayer;
import dev.tributary.nn.Network;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import dev.tributary.nn.activation.Tanh;
import dev.tributary.nn.initializer.Initializers;
import dev.tributary.nn.initializer.Orthogonal;
import dev.tributary.nn.layer.ActivationLayer;
import dev.tributary.nn.layer.Dense;
import dev.tributary.nn.loss.MeanSquaredError;
import java.util.List;

/**
 * Rows that a random network labels: features are standard normal, the label is what the network
 * makes of them, so that another network can learn it.
 *
 * <p>The network has two hidden layers of {@value #UNITS} tanh units and no biases. Its outputs are
 * divided by their standard deviation, measured on {@value #PROBE_BLOCKS} blocks of other rows, and
 * get normal noise. The label is the index of the largest output, or the one output itself. The
 * network is an odd function, {@code f(-x) = -f(x)}: of two classes either is as likely.
 *
 * @param features the number of features, at least 1
 * @param outputs the number of classes; 1 where the label is a number
 * @param noise the standard deviation of the noise, 0 for none
 * @param seed decides the network and what is drawn
 */
public record Teacher(int features, int outputs, double noise, long seed) implements Generator {
  private static final long serialVersionUID = 1L;
  private static final int UNITS = 32;
  private static final int PROBE_BLOCKS = 8;

  // What the seed is split into.
  private static final long WEIGHTS = 0;
  private static final long PROBE = 1;
  private static final long FEATURES = 2;
  private static final long NOISE = 3;

  @Override
  public int width() {
    return features;
  }

  @Override
  public Label label() {
    return outputs == 1 ? Label.VALUE : Label.CLASS;
  }

  @Override
  public BlockMaker start() {
    return new Labeling();
  }

  private NetworkSpec network() {
    return new NetworkSpec(
        List.of(
            hidden("dense_1"),
            new NamedLayer("activation_1", new ActivationLayer(new Tanh())),
            hidden("dense_2"),
            new NamedLayer("activation_2", new ActivationLayer(new Tanh())),
            new NamedLayer("outputs", new Dense(outputs, Dense.Bias.NONE, new Orthogonal(1)))),
        new MeanSquaredError());
  }

  private static NamedLayer hidden(String name) {
    return new NamedLayer(name, new Dense(UNITS, Dense.Bias.NONE, Initializers.LECUN_NORMAL));
  }

  private final class Labeling implements BlockMaker {
    private final Network network =
        new Network(Teacher.this.network(), Shape.of(features), BLOCK_ROWS);
    private final float[] weights =
        network.parameters().initialize(RandomStream.derive(seed, WEIGHTS));
    private final RandomStream random = new RandomStream(0);
    private final float[] labeled = new float[BLOCK_ROWS * outputs];
    private final float[] factors = factors();

    @Override
    public void make(long number, float[] rows, float[] labels) {
      fill(FEATURES, number, rows);
      System.arraycopy(answer(rows), 0, labeled, 0, labeled.length);
      for (int row = 0; row < BLOCK_ROWS; row++) {
        random.restart(RandomStream.derive(seed, NOISE, number * BLOCK_ROWS + row));
        int at = row * outputs;
        for (int i = 0; i < outputs; i++) {
          labeled[at + i] = (float) (labeled[at + i] * factors[i] + noise * random.nextGaussian());
        }
        labels[row] = outputs == 1 ? labeled[at] : Rows.largest(labeled, at, outputs);
      }
    }

    private void fill(long purpose, long number, float[] rows) {
      for (int row = 0; row < BLOCK_ROWS; row++) {
        random.restart(RandomStream.derive(seed, purpose, number * BLOCK_ROWS + row));
        for (int i = 0; i < features; i++) {
          rows[row * features + i] = (float) random.nextGaussian();
        }
      }
    }

    private float[] answer(float[] rows) {
      return network.outputs(rows, BLOCK_ROWS, weights, new float[0]);
    }

    /** One over the standard deviation of each output, whose mean is 0. */
    private float[] factors() {
      float[] rows = new float[BLOCK_ROWS * features];
      double[] squares = new double[outputs];
      for (int block = 0; block < PROBE_BLOCKS; block++) {
        fill(PROBE, block, rows);
        float[] answers = answer(rows);
        for (int i = 0; i < BLOCK_ROWS * outputs; i++) {
          squares[i % outputs] += (double) answers[i] * answers[i];
        }
      }
      float[] factors = new float[outputs];
      for (int i = 0; i < outputs; i++) {
        factors[i] = (float) Math.sqrt(PROBE_BLOCKS * BLOCK_ROWS / squares[i]);
      }
      return factors;
    }
  }
}
