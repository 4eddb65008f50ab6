package dev.tributary.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.nn.layer.Nonlinearities;
import dev.tributary.techniques.Proves;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The same network, smaller. */
class FoldedNetworkTest {
  private static final Shape INPUT = Shape.of(6);
  private static final int ROWS = 5;

  @Test
  void leavesOutWhatInferenceDoesNotNeed() {
    NetworkSpec spec =
        TestNetworks.spec(
            """
            [ batch_normalization
              { type = dense, units = 4, use-bias = false }
              batch_normalization
              { type = gaussian_noise, stddev = 1 }
              { type = batch_normalization, scale = false }
              { type = activation, function = elu }
              { type = alpha_dropout, rate = 0.1 }
              batch_normalization
              { type = dropout, rate = 0.1 }
              layer_normalization
              { type = dense, units = 3, activation = softmax } ]\
            """,
            "sparse_categorical_crossentropy");
    FoldedNetwork folded = fold(spec, new Random(1));
    assertThat(folded.spec().layers())
        .extracting(NamedLayer::name)
        .containsExactly(
            "batch_normalization_1",
            "dense_1",
            "activation_1",
            "batch_normalization_4",
            "layer_normalization_1",
            "dense_2",
            "dense_2_activation");
    assertThat(folded.spec().loss()).isEqualTo(spec.loss());
    assertThat(new Network(folded.spec(), INPUT, 1).parameters().slices())
        .extracting(ParameterLayout.Slice::name)
        .contains("dense_1/kernel", "dense_1/bias");
  }

  @Test
  void hasALayerEvenIfNoneIsNeeded() {
    NetworkSpec spec = TestNetworks.spec("[{type=dropout, rate=0.5}]", "mse");
    assertThat(fold(spec, new Random(1)).spec()).isEqualTo(spec);
  }

  @Test
  void leavesTheOriginalAsItIs() {
    NetworkSpec spec = TestNetworks.spec("[{type=dense, units=3}, batch_normalization]", "mse");
    Network network = new Network(spec, INPUT, ROWS);
    float[] weights = TestNetworks.weights(network, new Random(2));
    float[] statistics = network.statistics().initialize(0);
    float[] weightsBefore = weights.clone();
    float[] statisticsBefore = statistics.clone();
    FoldedNetwork.of(spec, INPUT, weights, statistics);
    assertThat(weights).isEqualTo(weightsBefore);
    assertThat(statistics).isEqualTo(statisticsBefore);
  }

  /** Whatever lies on whatever. */
  @Proves("prediction/folding")
  @Test
  void givesTheSameOutputs() {
    Random random = new Random(20250614);
    int smaller = 0;
    for (int i = 0; i < 300; i++) {
      StringBuilder layers = new StringBuilder("[");
      for (int depth = random.nextInt(9); depth > 0; depth--) {
        layers.append(layer(random)).append(", ");
      }
      boolean classes = random.nextBoolean();
      NetworkSpec spec =
          TestNetworks.spec(
              layers + (classes ? "{type=dense, units=3, activation=softmax}]" : "flatten]"),
              classes ? "sparse_categorical_crossentropy" : "mse");
      Network network = new Network(spec, INPUT, ROWS);
      float[] weights = TestNetworks.weights(network, random);
      float[] statistics = statistics(network, random);
      Minibatch batch = TestNetworks.batch(network, ROWS, random);
      float[] expected = network.outputs(batch.features, ROWS, weights, statistics).clone();

      FoldedNetwork folded = FoldedNetwork.of(spec, INPUT, weights, statistics);

      Network after = new Network(folded.spec(), INPUT, ROWS);
      float[] found = after.outputs(batch.features, ROWS, folded.weights(), folded.statistics());
      for (int j = 0; j < ROWS * network.width(); j++) {
        assertThat((double) found[j])
            .as("%s", spec)
            .isCloseTo(expected[j], within(1e-5 * Math.max(1, Math.abs(expected[j]))));
      }
      assertThat(after.statistics().size()).isLessThanOrEqualTo(network.statistics().size());
      smaller += after.statistics().size() < network.statistics().size() ? 1 : 0;
    }
    assertThat(smaller).isGreaterThan(100);
  }

  private static String layer(Random random) {
    List<String> functions = List.copyOf(Nonlinearities.names());
    String function = functions.get(random.nextInt(functions.size()));
    return switch (random.nextInt(8)) {
      case 0, 1, 2 ->
          "{type=dense, units=%d, use-bias=%s}, {type=batch_normalization, scale=%s, center=%s}"
              .formatted(
                  1 + random.nextInt(6),
                  random.nextBoolean(),
                  random.nextBoolean(),
                  random.nextBoolean());
      case 3 -> "{type=activation, function=%s}".formatted(function);
      case 4 -> "{type=dropout, rate=0.5}, batch_normalization";
      case 5 -> "{type=gaussian_noise, stddev=0.5}, {type=alpha_dropout, rate=0.2}";
      case 6 -> "layer_normalization";
      default -> "{type=dense, units=4, activation=%s}, batch_normalization".formatted(function);
    };
  }

  private static FoldedNetwork fold(NetworkSpec spec, Random random) {
    Network network = new Network(spec, INPUT, 1);
    return FoldedNetwork.of(
        spec, INPUT, TestNetworks.weights(network, random), statistics(network, random));
  }

  /** Positive everywhere: there are variances among them. */
  private static float[] statistics(Network network, Random random) {
    float[] statistics = new float[network.statistics().size()];
    for (int i = 0; i < statistics.length; i++) {
      statistics[i] = 0.1f + 2 * random.nextFloat();
    }
    return statistics;
  }
}
