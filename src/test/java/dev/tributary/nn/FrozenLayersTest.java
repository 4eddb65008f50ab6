package dev.tributary.nn;

import static dev.tributary.nn.ReferenceNetwork.toDouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.nn.ParameterLayout.Slice;
import dev.tributary.nn.layer.Layer;
import dev.tributary.nn.layer.LayerPlan;
import dev.tributary.nn.layer.LayerSpec;
import dev.tributary.nn.layer.Step;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers that keep their weights while the others learn. */
class FrozenLayersTest {
  private static final String LAYERS =
      """
      [{type=batch_normalization, name=first}, {type=dense, units=5, name=a},
       {type=batch_normalization, name=b}, {type=activation, function=tanh},
       {type=dropout, rate=0.3, name=thin}, {type=dense, units=4, name=c},
       {type=batch_normalization, name=d}, {type=prelu, name=p},
       {type=layer_normalization, name=l}, {type=activation, function=rrelu, name=r},
       {type=activation, function=sigmoid},
       {type=dense, units=2, name=head}]\
      """;
  private static final NetworkSpec SPEC = TestNetworks.spec(LAYERS, "mse");
  private static final Shape INPUT = Shape.of(3);
  private static final int ROWS = 6;

  static List<Set<String>> frozen() {
    return List.of(
        Set.of(),
        Set.of("first", "a", "b", "thin"),
        Set.of("first", "a", "b", "c", "d"),
        Set.of("c", "d"),
        Set.of("p", "l", "r"),
        Set.of("a", "p"),
        Set.of("b"),
        Set.of("head"),
        Set.of("thin"),
        Set.of("d", "head"),
        Set.of("first", "c"));
  }

  /** 0 where a layer is frozen, bit by bit; elsewhere the differences of the network that is. */
  @ParameterizedTest
  @MethodSource("frozen")
  void learnNothingAndPassTheGradientOn(Set<String> frozen) {
    Random random = new Random(11);
    Network network = new Network(SPEC, INPUT, ROWS + 1, frozen);
    float[] weights = TestNetworks.weights(network, random);
    float[] statistics = statistics(network, random);
    double[] before = toDouble(statistics);
    Minibatch batch = TestNetworks.batch(network, ROWS, random);
    float[] gradient = new float[weights.length];
    Arrays.fill(gradient, Float.NaN);

    double loss = network.gradient(batch, weights, statistics, gradient, 5);

    ReferenceNetwork reference = new ReferenceNetwork(SPEC, frozen, before);
    assertThat(loss)
        .isCloseTo(reference.loss(batch, toDouble(weights), 5), within(1e-6 * (1 + loss)));
    double[] expected = reference.gradient(batch, toDouble(weights), 5);
    for (Slice slice : network.parameters().slices()) {
      for (int i = slice.offset(); i < slice.offset() + slice.length(); i++) {
        if (frozen.contains(slice.layer())) {
          assertThat(Float.floatToRawIntBits(gradient[i])).as(slice.name()).isZero();
        } else {
          assertThat((double) gradient[i])
              .as(slice.name())
              .isCloseTo(expected[i], within(1e-5 + 1e-4 * Math.abs(expected[i])));
        }
      }
    }
    assertThat(network.frozen()).isEqualTo(frozen);
  }

  /** Those of frozen layers stay to the last bit, the others move. */
  @ParameterizedTest
  @MethodSource("frozen")
  void keepTheirStatistics(Set<String> frozen) {
    Random random = new Random(12);
    Network network = new Network(SPEC, INPUT, ROWS, frozen);
    float[] weights = TestNetworks.weights(network, random);
    float[] statistics = statistics(network, random);
    float[] before = statistics.clone();
    Minibatch batch = TestNetworks.batch(network, ROWS, random);
    for (int step = 0; step < 3; step++) {
      network.gradient(batch, weights, statistics, new float[weights.length], step);
    }
    assertOnlyFrozenStay(network, before, statistics);
    float[] moments = before.clone();
    network.measure(batch.features, ROWS, weights, moments);
    assertOnlyFrozenStay(network, before, moments);
  }

  private static void assertOnlyFrozenStay(Network network, float[] before, float[] after) {
    for (Slice slice : network.statistics().slices()) {
      for (int i = slice.offset(); i < slice.offset() + slice.length(); i++) {
        boolean stays = Float.floatToRawIntBits(after[i]) == Float.floatToRawIntBits(before[i]);
        assertThat(stays).as(slice.name()).isEqualTo(network.frozen().contains(slice.layer()));
      }
    }
  }

  @Test
  void mayBeAllThereAre() {
    Random random = new Random(13);
    Set<String> all = Set.of("first", "a", "b", "c", "d", "p", "l", "head");
    Network network = new Network(SPEC, INPUT, ROWS, all);
    float[] gradient = new float[network.parameters().size()];
    Arrays.fill(gradient, Float.NaN);
    Minibatch batch = TestNetworks.batch(network, ROWS, random);
    float[] weights = TestNetworks.weights(network, random);
    network.gradient(batch, weights, statistics(network, random), gradient, 5);
    assertThat(gradient).containsOnly(0f);
  }

  @Test
  void doNotChangeWhatIsInferred() {
    Random random = new Random(14);
    Network free = new Network(SPEC, INPUT, ROWS);
    Network frozen = new Network(SPEC, INPUT, ROWS, Set.of("a", "b", "first"));
    float[] weights = TestNetworks.weights(free, random);
    float[] statistics = statistics(free, random);
    Minibatch batch = TestNetworks.batch(free, ROWS, random);
    assertThat(frozen.outputs(batch.features, ROWS, weights, statistics))
        .isEqualTo(free.outputs(batch.features, ROWS, weights, statistics));
  }

  /** Nothing below the lowest layer that learns is worth a backward pass. */
  @Test
  void endTheBackwardPass() {
    assertThat(backwardPasses(Set.of())).isEqualTo(1);
    assertThat(backwardPasses(Set.of("top"))).isEqualTo(1);
    assertThat(backwardPasses(Set.of("bottom"))).isZero();
  }

  private static int backwardPasses(Set<String> frozen) {
    AtomicInteger passes = new AtomicInteger();
    NetworkSpec spec = TestNetworks.spec("[{type=dense, units=2}, flatten]", "mse");
    LayerSpec dense = spec.layers().get(0).spec();
    NetworkSpec watched =
        new NetworkSpec(
            List.of(
                new NamedLayer("bottom", dense),
                new NamedLayer("watched", new Watched(passes)),
                new NamedLayer("top", dense)),
            spec.loss());
    Network network = new Network(watched, INPUT, ROWS, frozen);
    float[] weights = TestNetworks.weights(network, new Random(17));
    Minibatch batch = TestNetworks.batch(network, ROWS, new Random(17));
    network.gradient(batch, weights, new float[0], new float[weights.length], 1);
    return passes.get();
  }

  /** Passes everything on, and counts what comes down. */
  private record Watched(AtomicInteger passes) implements LayerSpec {
    private static final long serialVersionUID = 1L;

    @Override
    public String type() {
      return "watched";
    }

    @Override
    public Map<String, Object> settings() {
      return Map.of();
    }

    @Override
    public Shape outputShape(Shape input) {
      return input;
    }

    @Override
    public Layer build(LayerPlan plan) {
      return new Layer() {
        @Override
        public float[] forward(Step step, float[] input) {
          return input;
        }

        @Override
        public float[] backward(Step step, float[] gradient) {
          passes.incrementAndGet();
          return gradient;
        }
      };
    }
  }

  @Test
  void mustBeThere() {
    assertThatThrownBy(() -> new Network(SPEC, INPUT, 1, Set.of("dense_7")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Invalid frozen layer: dense_7 (must be one of first, a, b, ");
  }

  /** Random by the seed alone, and by moving statistics, which stay. */
  @Test
  void samplingIsRandomByMovingStatistics() {
    Random random = new Random(15);
    Network network = new Network(SPEC, INPUT, ROWS);
    float[] weights = TestNetworks.weights(network, random);
    float[] statistics = statistics(network, random);
    float[] before = statistics.clone();
    Minibatch batch = TestNetworks.batch(network, ROWS, random);
    float[] features = batch.features;
    ReferenceNetwork reference = new ReferenceNetwork(SPEC);
    float[] other = network.sample(features, ROWS, weights, statistics, 8).clone();
    float[] sampled = network.sample(features, ROWS, weights, statistics, 9).clone();
    double[][] expected = reference.sample(batch, toDouble(weights), toDouble(statistics), 9);
    for (int i = 0; i < ROWS * 2; i++) {
      assertThat((double) sampled[i]).isCloseTo(expected[i / 2][i % 2], within(1e-6));
    }
    assertThat(sampled).isNotEqualTo(other);
    assertThat(network.sample(features, ROWS, weights, statistics, 9)).isEqualTo(sampled);
    assertThat(network.outputs(features, ROWS, weights, statistics)).isNotEqualTo(sampled);
    assertThat(statistics).isEqualTo(before);
  }

  /** Of a normalization's own input, which has gone through those below; nothing is dropped. */
  @Test
  void measuringGivesTheMomentsOfTheMinibatch() {
    Random random = new Random(16);
    NetworkSpec spec =
        TestNetworks.spec(
            "[{type=dropout, rate=0.5}, batch_normalization, batch_normalization]", "mse");
    Network network = new Network(spec, INPUT, ROWS);
    float[] weights = {2, 3, 4, 5, 6, 7, 1, 1, 1, 0, 0, 0};
    Minibatch batch = TestNetworks.batch(network, ROWS, random);
    float[] moments = new float[network.statistics().size()];
    Arrays.fill(moments, Float.NaN);
    network.measure(batch.features, ROWS, weights, moments);

    double[][] rows = new double[ROWS][3];
    for (int i = 0; i < ROWS * 3; i++) {
      rows[i / 3][i % 3] = batch.features[i];
    }
    double[] mean = ReferenceNetwork.mean(rows);
    double[] variance = ReferenceNetwork.variance(rows, mean);
    for (int j = 0; j < 3; j++) {
      double share = variance[j] / (variance[j] + 0.001);
      assertThat((double) moments[j]).isCloseTo(mean[j], within(1e-6));
      assertThat((double) moments[3 + j]).isCloseTo(variance[j], within(1e-6));
      assertThat((double) moments[6 + j]).isCloseTo(weights[3 + j], within(1e-5));
      assertThat((double) moments[9 + j]).isCloseTo(weights[j] * weights[j] * share, within(1e-4));
    }
  }

  /** Positive everywhere: there are variances among them. */
  private static float[] statistics(Network network, Random random) {
    float[] statistics = new float[network.statistics().size()];
    for (int i = 0; i < statistics.length; i++) {
      statistics[i] = 0.5f + random.nextFloat();
    }
    return statistics;
  }
}
