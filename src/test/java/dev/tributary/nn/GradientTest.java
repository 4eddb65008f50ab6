package dev.tributary.nn;

import static dev.tributary.nn.ReferenceNetwork.toDouble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.config.JobFile;
import dev.tributary.nn.activation.Activation;
import dev.tributary.nn.activation.Activations;
import dev.tributary.nn.layer.LayerType;
import dev.tributary.nn.layer.Nonlinearities;
import dev.tributary.nn.loss.Loss;
import dev.tributary.nn.loss.Losses;
import dev.tributary.techniques.Proves;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Truth 5: the engine's loss and gradient against {@link ReferenceNetwork} and differences. */
class GradientTest {
  private static final Shape INPUT = Shape.of(2, 3);
  private static final List<String> SMOOTHED =
      List.of("binary_crossentropy", "categorical_crossentropy", "sparse_categorical_crossentropy");

  static Stream<Arguments> networks() {
    List<Arguments> cases = new ArrayList<>();
    for (String activation : Nonlinearities.names()) {
      cases.add(mse("{type=dense, units=5, activation=" + activation + "}, {type=dense, units=3}"));
    }
    for (String loss : SMOOTHED) {
      String smoothed = "{type=" + loss + ", label-smoothing=0.3}";
      cases.add(Arguments.of("[{type=dense, units=4}, " + output(loss), smoothed, 7));
    }
    for (String loss : Losses.types().keySet()) {
      cases.add(Arguments.of("[{type=dense, units=4, activation=tanh}, " + output(loss), loss, 7));
      cases.add(Arguments.of("[{type=dense, units=4, activation=tanh}, " + output(loss), loss, 1));
    }
    cases.add(mse("{type=dense, units=3}"));
    cases.add(mse("{type=dense, units=3, use-bias=false}"));
    cases.add(mse("{type=dense, units=4, use-bias=false, activation=sigmoid}, dense2"));
    cases.add(mse("{type=dense, units=4, activation=elu, alpha=0.3}, dense2"));
    cases.add(mse("{type=dense, units=4, activation=leaky_relu, negative-slope=0.01}, dense2"));
    cases.add(mse("{type=dense, units=4, activation=gelu, approximate=true}, dense2"));
    // Batch normalization: first, twice, before and after the activation, last.
    cases.add(mse("batch_normalization, {type=dense, units=4, activation=tanh}, dense2"));
    cases.add(mse("batch_normalization, batch_normalization, dense2"));
    cases.add(mse("dense4, batch_normalization, {type=activation, function=elu}, dense2"));
    cases.add(mse("{type=dense, units=4, activation=elu}, batch_normalization, dense2"));
    cases.add(mse("dense4, {type=batch_normalization, epsilon=0.5}"));
    cases.add(
        Arguments.of(
            network("{type=dense, units=4, activation=tanh}, batch_normalization, dense2"),
            "mse",
            2));
    for (String affine : List.of("scale=false", "center=false", "scale=false, center=false")) {
      for (String type : List.of("batch_normalization", "layer_normalization")) {
        String normalization = "{type=%s, %s}".formatted(type, affine);
        cases.add(mse("dense4, " + normalization + ", {type=activation, function=tanh}, dense2"));
        cases.add(mse(normalization + ", dense2"));
      }
    }
    // Layer normalization: first, twice, before and after the activation, last.
    cases.add(mse("layer_normalization, {type=dense, units=4, activation=tanh}, dense2"));
    cases.add(mse("layer_normalization, layer_normalization, dense2"));
    cases.add(mse("dense4, layer_normalization, {type=activation, function=elu}, dense2"));
    cases.add(mse("{type=dense, units=4, activation=elu}, layer_normalization, dense2"));
    cases.add(mse("dense4, {type=layer_normalization, epsilon=0.5}"));
    // Slopes that are learned or drawn: as a layer, first, shared, last.
    cases.add(mse("prelu, dense4, {type=prelu, shared=true, initial-slope=0.6}, dense2"));
    cases.add(mse("{type=prelu, shared=true}, dense4, prelu"));
    cases.add(mse("{type=dense, units=4, activation=prelu, shared=true}, dense2"));
    cases.add(mse("rrelu, dense4, {type=rrelu, lower=0.1, upper=0.9}, dense2"));
    // Noise, and dropout for SELU: first, between, last.
    cases.add(mse("{type=gaussian_noise, stddev=0.5}, dense4, ELU, dense2"));
    cases.add(mse("dense4, {type=gaussian_noise, stddev=0.5}, ELU, dense2"));
    cases.add(mse("{type=alpha_dropout, rate=0.3}, dense4, ELU, dense2"));
    cases.add(mse("dense4, ELU, {type=alpha_dropout, rate=0.3}, dense2"));
    cases.add(mse("dense4, batch_normalization, {type=alpha_dropout, rate=0.3}"));
    // Nothing to train at the bottom.
    cases.add(mse("{type=dropout, rate=0.4}, dense4, {type=activation, function=tanh}, dense2"));
    cases.add(mse("{type=activation, function=tanh}, dense4, dense2"));
    cases.add(mse("{type=activation, function=softmax}, {type=dropout, rate=0.2}, dense2"));
    cases.add(mse("{type=activation, function=elu}, batch_normalization, dense2"));
    // Dropout between, above batch normalization, and last.
    cases.add(mse("dense4, {type=dropout, rate=0.5}, {type=activation, function=selu}, dense2"));
    cases.add(mse("dense4, batch_normalization, {type=dropout, rate=0.3}, dense2"));
    cases.add(mse("dense4, {type=dropout, rate=0.3}"));
    cases.add(mse("dense4, flatten, {type=activation, function=softmax}, flatten, dense2"));
    return cases.stream();
  }

  @Proves({"activation/softmax", "activation/prelu", "activation/rrelu", "layer/*", "loss/*"})
  @ParameterizedTest(name = "{0} {1}, {2} rows")
  @MethodSource("networks")
  void equalsTheNumericalGradient(String layers, String loss, int rows) {
    check(TestNetworks.spec(layers, loss), rows, new Random(layers.length()));
  }

  static Stream<Arguments> weightedLosses() {
    return Losses.types().keySet().stream()
        .flatMap(
            loss ->
                Stream.of(
                    Arguments.of(loss, loss),
                    Arguments.of(loss, "{type=" + loss + ", label-smoothing=0.2}")))
        .filter(each -> !each.get()[1].equals("{type=mse, label-smoothing=0.2}"));
  }

  /** Weights of 0, below and above 1; batch normalization sees all rows alike. */
  @Proves({"regularization/class-weights", "regularization/data.weight"})
  @ParameterizedTest(name = "{1}")
  @MethodSource("weightedLosses")
  void weightsOfExamplesEnterTheGradient(String name, String loss) {
    Random random = new Random(31);
    NetworkSpec spec =
        TestNetworks.spec("[{type=dense, units=4}, batch_normalization, " + output(name), loss);
    Network network = new Network(spec, Shape.of(6), 9);
    Minibatch batch = TestNetworks.batch(network, 7, random);
    batch.weigh();
    float[] weights = {0f, 0.25f, 1f, 3f, 0.5f, 1f, 7f, Float.NaN, Float.NaN};
    System.arraycopy(weights, 0, batch.weights, 0, weights.length);
    check(spec, network, batch, random);
  }

  /** The inputs are the targets. */
  @Proves("training/data.target = features")
  @ParameterizedTest
  @ValueSource(strings = {"mse", "binary_crossentropy"})
  void reconstructionsAreHeldAgainstTheFeatures(String loss) {
    Random random = new Random(32);
    String last = loss.equals("mse") ? "linear" : "sigmoid";
    NetworkSpec spec =
        TestNetworks.spec(
            "[{type=dense, units=3, activation=tanh}, {type=dense, units=6, activation="
                + last
                + "}]",
            loss);
    Network network = new Network(spec, Shape.of(6), 5);
    Minibatch batch = new Minibatch(5, 6, TargetKind.FEATURES, 0);
    batch.rows = 4;
    for (int i = 0; i < batch.features.length; i++) {
      batch.features[i] = i < 24 ? random.nextFloat() : Float.NaN;
    }
    assertThat(batch.values).isSameAs(batch.features);
    check(spec, network, batch, random);
  }

  static Stream<String> activations() {
    return Stream.concat(
        Activations.types().keySet().stream().filter(name -> !name.equals("softmax")),
        Stream.of("elu, alpha=0.3", "leaky_relu, negative-slope=0.01", "gelu, approximate=true"));
  }

  /** Everywhere, where a network's weights reach only a few values. */
  @Proves("activation/*")
  @ParameterizedTest
  @MethodSource("activations")
  void everyActivationEqualsItsReferenceAndItsDifferences(String text) {
    Activation activation =
        JobFile.parse("test", "function=" + text, List.of())
            .read(root -> Activations.read(root, "function"));
    double step = 1e-5;
    // No kink is among these.
    for (int i = 0; i < 1000; i++) {
      float[] input = {-20.0123f + 0.0401f * i};
      float[] output = new float[1];
      float[] gradient = {1f};
      activation.forward(input, output, 1, 1);
      float result = output[0];
      activation.backward(input, output, gradient, 1, 1);
      double x = input[0];
      double expected = ReferenceNetwork.activate(activation, x);
      double above = ReferenceNetwork.activate(activation, x + step);
      double below = ReferenceNetwork.activate(activation, x - step);
      assertThat((double) result)
          .as("f(%s)", x)
          .isCloseTo(expected, within(5e-7 * Math.abs(expected) + 3e-7));
      assertThat((double) gradient[0])
          .as("f'(%s)", x)
          .isCloseTo((above - below) / (2 * step), within(1e-6));
    }
  }

  /** With one row the variance is 0 and nothing passes down: the offsets alone learn. */
  @Test
  void oneRowThroughBatchNormalization() {
    String layers =
        network("dense4, batch_normalization, {type=activation, function=tanh}, dense2");
    NetworkSpec spec = TestNetworks.spec(layers, "mse");
    Network network = new Network(spec, Shape.of(6), 1);
    Random random = new Random(1);
    float[] weights = TestNetworks.weights(network, random);
    float[] gradient = new float[weights.length];
    Minibatch batch = TestNetworks.batch(network, 1, random);
    network.gradient(batch, weights, network.statistics().initialize(0), gradient, 1);
    check(spec, 1, random);
    for (ParameterLayout.Slice slice : network.parameters().slices()) {
      float[] part = Arrays.copyOfRange(gradient, slice.offset(), slice.offset() + slice.length());
      if (slice.name().startsWith("dense_1/") || slice.name().endsWith("/gamma")) {
        assertThat(part).as(slice.name()).containsOnly(0f);
      } else {
        assertThat(part).as(slice.name()).doesNotContain(0f);
      }
    }
  }

  /** Any stack of layers, at any batch size, with any loss. */
  @Test
  void randomNetworksEqualTheirNumericalGradients() {
    Random random = new Random(20250607);
    for (int i = 0; i < 150; i++) {
      List<Loss> losses =
          Losses.types().keySet().stream()
              .map(name -> TestNetworks.spec("[" + output(name), name).loss())
              .toList();
      Loss loss = losses.get(random.nextInt(losses.size()));
      StringBuilder layers = new StringBuilder("[flatten, ");
      for (int depth = random.nextInt(6); depth > 0; depth--) {
        layers.append(randomLayer(random)).append(", ");
      }
      layers.append(output(loss.name()));
      check(TestNetworks.spec(layers.toString(), loss.name()), 1 + random.nextInt(9), random);
    }
  }

  /** Layers that another engine computes, or that take sequences and pictures. */
  private static final List<String> OF_OTHER_SHAPES =
      List.of(
          "average_pooling",
          "column_embedding",
          "convolution",
          "dl4j",
          "embedding",
          "lstm",
          "max_pooling",
          "reshape",
          "simple_rnn");

  private static String randomLayer(Random random) {
    List<String> kinds = new ArrayList<>(Catalogue.of(LayerType.class, LayerType::name).keySet());
    kinds.removeAll(OF_OTHER_SHAPES);
    List<String> functions = List.copyOf(Nonlinearities.names());
    String function = functions.get(random.nextInt(functions.size()));
    String kind = kinds.get(random.nextInt(kinds.size()));
    return switch (kind) {
      case "dense" ->
          "{type=dense, units=%d, use-bias=%s, activation=%s}"
              .formatted(1 + random.nextInt(6), random.nextBoolean(), function);
      case "activation" -> "{type=activation, function=%s}".formatted(function);
      case "dropout", "alpha_dropout" ->
          "{type=%s, rate=%s}".formatted(kind, random.nextInt(6) / 10.0);
      case "gaussian_noise" -> "{type=gaussian_noise, stddev=%s}".formatted(random.nextFloat());
      case "batch_normalization", "layer_normalization" ->
          "{type=%s, scale=%s, center=%s}"
              .formatted(kind, random.nextBoolean(), random.nextBoolean());
      case "prelu" -> "{type=prelu, shared=%s}".formatted(random.nextBoolean());
      case "flatten", "rrelu" -> kind;
      default -> throw new AssertionError("There is no random layer of the kind " + kind);
    };
  }

  private static void check(NetworkSpec spec, int rows, Random random) {
    Shape input = spec.layers().get(0).spec().type().equals("flatten") ? INPUT : Shape.of(6);
    Network network = new Network(spec, input, rows + 2);
    check(spec, network, TestNetworks.batch(network, rows, random), random);
  }

  private static void check(NetworkSpec spec, Network network, Minibatch batch, Random random) {
    float[] weights = TestNetworks.weights(network, random);
    float[] gradient = new float[weights.length];
    Arrays.fill(gradient, Float.NaN);
    long seed = random.nextLong();
    double loss =
        network.gradient(batch, weights, network.statistics().initialize(0), gradient, seed);

    ReferenceNetwork reference = new ReferenceNetwork(spec);
    double expectedLoss = reference.loss(batch, toDouble(weights), seed);
    assertThat(loss).as("loss of %s", spec).isCloseTo(expectedLoss, within(1e-6 * (1 + loss)));
    assertClose(spec, gradient, reference.gradient(batch, toDouble(weights), seed));
  }

  /** Within 1e-4 of each value, and 1e-5 of the largest where a value is a difference of large. */
  private static void assertClose(NetworkSpec spec, float[] found, double[] expected) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    assertThat(largest).as("the gradient of %s", spec).isGreaterThan(1e-3);
    for (int i = 0; i < found.length; i++) {
      assertThat((double) found[i])
          .as("gradient [%d] of %s", i, spec)
          .isCloseTo(expected[i], within(1e-4 * Math.abs(expected[i]) + 1e-5 * largest));
    }
  }

  private static Arguments mse(String layers) {
    return Arguments.of(network(layers), "mse", 5);
  }

  private static String network(String layers) {
    return "["
        + layers
            .replace("ELU", "{type=activation, function=elu}")
            .replace("dense2", "{type=dense, units=2}")
            .replace("dense4", "{type=dense, units=4}")
        + "]";
  }

  /** The last layer that a loss asks for, and the end of the list. */
  private static String output(String loss) {
    String activation =
        switch (loss) {
          case "mse" -> "linear";
          case "binary_crossentropy" -> "sigmoid";
          case "categorical_crossentropy", "sparse_categorical_crossentropy" -> "softmax";
          default -> throw new AssertionError("There is no network for the loss " + loss);
        };
    return "{type=dense, units=3, activation=" + activation + "}]";
  }
}
