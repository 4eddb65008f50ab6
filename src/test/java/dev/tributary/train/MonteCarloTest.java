package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.config.JobFile;
import dev.tributary.math.RandomStream;
import dev.tributary.nn.Network;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import dev.tributary.techniques.Proves;
import dev.tributary.train.Inference.Estimates;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MonteCarloTest {
  private static final Shape INPUT = Shape.of(4);
  private static final int ROWS = 5;
  private static final NetworkSpec SPEC =
      regression(
          "{type = dense, units = 7, activation = rrelu}, batch_normalization,"
              + " {type = dropout, rate = 0.4}, {type = gaussian_noise, stddev = 0.1},"
              + " {type = dense, units = 3}");

  /** More passes than fit the network at once, each sampled alone here. */
  @Proves("prediction/predict --monte-carlo")
  @Test
  void isTheMeanAndTheDeviationOfPassesSampledOneByOne() {
    int capacity = 8;
    int passes = 21;
    Network network = new Network(SPEC, INPUT, capacity);
    SharedModel model = model(network);
    float[] features = features();
    Estimates found = new MonteCarlo(passes, 5).infer(network, model, features, ROWS);

    Network other = new Network(SPEC, INPUT, capacity);
    for (int row = 0; row < ROWS; row++) {
      double[][] outputs = new double[passes][];
      for (int k = 0; k < passes; k++) {
        outputs[k] = pass(other, model, features, row, k % capacity, k / capacity);
      }
      for (int j = 0; j < 3; j++) {
        int unit = j;
        double mean = Arrays.stream(outputs).mapToDouble(o -> o[unit]).sum() / passes;
        double variance =
            Arrays.stream(outputs).mapToDouble(o -> (o[unit] - mean) * (o[unit] - mean)).sum()
                / passes;
        assertThat((double) found.means[row * 3 + j]).isCloseTo(mean, within(1e-5));
        assertThat((double) found.deviations[row * 3 + j])
            .isCloseTo(Math.sqrt(variance), within(1e-5))
            .isGreaterThan(0.01);
      }
    }
  }

  /**
   * {@code y = Σ wᵢ dᵢ xᵢ + b}: of mean {@code Σ wᵢ xᵢ + b} and variance {@code Σ wᵢ² xᵢ² p/(1-p)}.
   */
  @Proves("prediction/predict --monte-carlo")
  @Test
  void nearsTheClosedFormOfALinearNetworkWithDropoutOnItsInputs() {
    double rate = 0.3;
    int passes = 200_000;
    NetworkSpec spec = regression("{type = dropout, rate = 0.3}, {type = dense, units = 1}");
    Network network = new Network(spec, INPUT, 256);
    float[] weights = {0.5f, -1.25f, 2f, 0.75f, 0.4f};
    SharedModel model = SharedModel.untrained(weights, new float[0], new float[0][]);
    float[] features = features();
    Estimates found = new MonteCarlo(passes, 42).infer(network, model, features, ROWS);
    for (int row = 0; row < ROWS; row++) {
      double mean = weights[4];
      double variance = 0;
      for (int j = 0; j < 4; j++) {
        double term = (double) weights[j] * features[row * 4 + j];
        mean += term;
        variance += term * term * rate / (1 - rate);
      }
      double deviation = Math.sqrt(variance);
      double error = deviation / Math.sqrt(passes);
      assertThat((double) found.means[row]).isCloseTo(mean, within(5 * error));
      assertThat((double) found.deviations[row]).isCloseTo(deviation, within(0.01 * deviation));
    }
  }

  @Test
  void givesARowTheSameWhereverItStands() {
    Network network = new Network(SPEC, INPUT, 8);
    SharedModel model = model(network);
    float[] features = features();
    Estimates all = new MonteCarlo(10, 5).infer(network, model, features, ROWS);
    float[] last = Arrays.copyOfRange(features, 4 * (ROWS - 1), 4 * ROWS);
    Estimates alone = new MonteCarlo(10, 5).infer(network, model, last, 1);
    int from = 3 * (ROWS - 1);
    assertThat(Examples.bits(alone.means))
        .isEqualTo(Examples.bits(Arrays.copyOfRange(all.means, from, from + 3)));
    assertThat(Examples.bits(alone.deviations))
        .isEqualTo(Examples.bits(Arrays.copyOfRange(all.deviations, from, from + 3)));
    assertThat(new MonteCarlo(10, 6).infer(network, model, last, 1).means)
        .isNotEqualTo(alone.means);
  }

  @Test
  void refusesASinglePass() {
    assertThatThrownBy(() -> new MonteCarlo(1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Invalid passes: 1 (must be at least 2, to have a spread)");
  }

  @Test
  void knowsWhichNetworksAreRandom() {
    assertThat(SPEC.isRandom()).isTrue();
    for (String random :
        List.of(
            "{type = dropout, rate = 0.1}",
            "{type = alpha_dropout, rate = 0.1}",
            "{type = gaussian_noise, stddev = 0.1}",
            "rrelu")) {
      assertThat(regression(random + ", {type = dense, units = 1}").isRandom()).as(random).isTrue();
    }
    for (String fixed :
        List.of(
            "{type = dropout, rate = 0}",
            "{type = gaussian_noise, stddev = 0}",
            "{type = rrelu, lower = 0.2, upper = 0.2}",
            "batch_normalization")) {
      assertThat(regression(fixed + ", {type = dense, units = 1}").isRandom()).as(fixed).isFalse();
    }
  }

  /** The k-th row of a sampled minibatch, all other rows of which are another input. */
  private static double[] pass(
      Network network, SharedModel model, float[] features, int row, int place, int minibatch) {
    float[] batch = new float[network.capacity() * 4];
    System.arraycopy(features, row * 4, batch, place * 4, 4);
    float[] outputs =
        network.sample(
            batch, place + 1, model.weights, model.statistics, RandomStream.derive(5, minibatch));
    double[] own = new double[3];
    for (int j = 0; j < 3; j++) {
      own[j] = outputs[place * 3 + j];
    }
    return own;
  }

  private static SharedModel model(Network network) {
    float[] statistics = network.statistics().initialize(0);
    return SharedModel.untrained(network.parameters().initialize(8), statistics, new float[0][]);
  }

  private static float[] features() {
    Random random = new Random(9);
    float[] features = new float[ROWS * 4];
    for (int i = 0; i < features.length; i++) {
      features[i] = (float) random.nextGaussian();
    }
    return features;
  }

  private static NetworkSpec regression(String layers) {
    String text = "model.layers = [" + layers + "], training.loss = mse";
    return JobFile.parse("test", text, List.of())
        .read(root -> NetworkSpec.read(root.section("model"), root.section("training")));
  }
}
