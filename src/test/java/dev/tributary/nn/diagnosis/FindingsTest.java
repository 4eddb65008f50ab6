package dev.tributary.nn.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.nn.Network;
import dev.tributary.nn.diagnosis.Finding.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each fault is found in a network that has it, named with its remedy, and in no healthy one. */
class FindingsTest {
  private static final double HEALTHY_STEP = 1e-3;
  private static final String RELU_BN =
      "{type = dense, units = 30, initializer = he_normal}, batch_normalization,"
          + " {type = activation, function = relu}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        RELU_BN,
        "{type = dense, units = 100, activation = tanh, initializer = glorot_uniform}",
        "{type = dense, units = 100, activation = selu}",
        "{type = dense, units = 100, activation = elu}",
        "{type = dense, units = 100, activation = prelu}",
        "{type = dense, units = 30, initializer {type = normal, stddev = 1}}, batch_normalization,"
            + " {type = activation, function = relu}"
      })
  void nothingIsWrongWithHealthyNetworks(String layer) {
    assertThat(find(Networks.deep(10, layer))).isEmpty();
  }

  @Test
  void gradientsVanishThroughManySigmoids() {
    Finding finding =
        only(Kind.VANISHING_GRADIENTS, Networks.deep(10, dense(20, "sigmoid", "glorot_uniform")));

    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding.from()).isEqualTo("dense_1");
    assertThat(finding.to()).isEqualTo("dense_11");
    assertThat(finding.text())
        .matches("Gradients fall by 10\\^\\d+ between dense_11 and dense_1 after 5 steps .*")
        .contains("sigmoid with initial weights glorot_uniform")
        .contains("Use tanh with glorot_uniform, or relu with he_normal")
        .contains("put { type = batch_normalization } before each activation");
  }

  @Test
  void gradientsExplodeWithLargeWeightsAndClippingIsAdvisedWhereThereIsNone() {
    Network network = Networks.deep(10, dense(50, "relu", "{type = normal, stddev = 1}"));
    Finding unclipped = only(Kind.EXPLODING_GRADIENTS, network);
    Finding clipped =
        Findings.of(network, Clipping.USED, measured(network)).stream()
            .filter(each -> each.kind() == Kind.EXPLODING_GRADIENTS)
            .findFirst()
            .orElseThrow();

    assertThat(unclipped.text())
        .startsWith("Gradients grow by 10^")
        .contains("Use initializer = he_normal")
        .contains("training.clipping { type = global_norm, limit = 1.0 }");
    assertThat(clipped.text()).doesNotContain("training.clipping");
  }

  @Test
  void largeWeightsSaturateTanh() {
    Finding finding =
        only(Kind.SATURATION, Networks.deep(3, dense(50, "tanh", "{type = normal, stddev = 1}")));

    assertThat(finding.text())
        .contains("% of the values of dense_", "(tanh) are saturated after 5 steps")
        .contains("tanh with initial weights normal(stddev 1.0). Use initializer = glorot_uniform")
        .contains("batch_normalization");
  }

  @Test
  void negativeBiasesKillRelu() {
    Network network = Networks.deep(2, dense(30, "relu", "he_normal"));
    float[] weights = network.parameters().initialize(1);
    int bias = network.parameters().slices().get(1).offset();
    for (int unit = 0; unit < 9; unit++) {
      weights[bias + unit] = -1000;
    }
    Measurement measured = Networks.measure(network, weights, 1, HEALTHY_STEP);
    List<Finding> found = Findings.of(network, Clipping.NONE, Diagnosis.of(measured));

    assertThat(found).extracting(Finding::kind).contains(Kind.DEAD_UNITS);
    assertThat(found.get(0).text())
        .contains("30 % of the units of dense_1_activation (relu) are dead")
        .contains("on every one of 200 rows", "Use leaky_relu or elu in place of relu")
        .contains("lower the learning rate, which is 0.0100");
    assertThat(find(network)).extracting(Finding::kind).doesNotContain(Kind.DEAD_UNITS);
  }

  @Test
  void theSignalFadesWithSmallWeightsAndGrowsWithLargeOnes() {
    Network small = Networks.deep(6, dense(30, "relu", "{type = normal, stddev = 0.01}"));
    Network large = Networks.deep(6, dense(50, "relu", "{type = normal, stddev = 1}"));

    assertThat(only(Kind.FADING_SIGNAL, small).text())
        .startsWith("The signal fades by 10^")
        .contains("Use initializer = he_normal");
    assertThat(only(Kind.GROWING_SIGNAL, large).text()).startsWith("The signal grows by ");
  }

  @Test
  void anInitializerThatDoesNotSuitIsNamedWithTheOneThatDoes() {
    assertThat(
            only(Kind.UNSUITABLE_INITIALIZER, Networks.deep(8, dense(30, "relu", "glorot_normal")))
                .text())
        .contains("initializer glorot_normal doesn't suit relu", "too small by")
        .contains("Use initializer = he_normal");
    assertThat(
            only(Kind.UNSUITABLE_INITIALIZER, Networks.deep(1, dense(30, "tanh", "zeros"))).text())
        .contains("start alike (initializer zeros)", "glorot_uniform, which suits tanh");
    assertThat(find(Networks.deep(8, dense(30, "tanh", "orthogonal"))))
        .extracting(Finding::kind)
        .doesNotContain(Kind.UNSUITABLE_INITIALIZER);
  }

  @Test
  void stepsAreHeldAgainstTheWeights() {
    Network network = Networks.deep(3, RELU_BN);

    assertThat(find(network, 1, 0.5))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.kind()).isEqualTo(Kind.LARGE_UPDATES);
              assertThat(found.text())
                  .contains("(and of 3 layers more) by 0.500 of their norm")
                  .contains("Lower training.learning-rate");
            });
    assertThat(find(network, 1, 2e-6))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.kind()).isEqualTo(Kind.SMALL_UPDATES);
              assertThat(found.text()).contains("Raise training.learning-rate");
            });
  }

  @Test
  void featuresThatAreNotScaledAreSeenUnlessTheNetworkNormalizesThem() {
    assertThat(find(Networks.deep(3, RELU_BN), 100, HEALTHY_STEP))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.kind()).isEqualTo(Kind.UNSCALED_INPUTS);
              assertThat(found.text())
                  .contains("standard deviation 99.4", "data.scaling = standard");
            });
    assertThat(find(Networks.deep(3, "batch_normalization, " + RELU_BN), 100, HEALTHY_STEP))
        .isEmpty();
  }

  @Test
  void sigmoidIsOffCenter() {
    Network network = Networks.deep(2, dense(30, "sigmoid", "glorot_uniform"));

    Finding finding = only(Kind.OFF_CENTER, network);
    assertThat(finding.severity()).isEqualTo(Severity.HINT);
    assertThat(finding.text()).contains("mean 0.", "such as tanh, elu or selu");
  }

  @Test
  void aLossThatRisesOrIsNotFiniteComesFirst() {
    Network network = Networks.deep(2, RELU_BN);
    Measurement start = Networks.measure(network, 1, HEALTHY_STEP);
    Measurement worse = withLoss(start, 10 * start.loss());
    Measurement broken = withLoss(start, Double.NaN);

    assertThat(Findings.of(network, Clipping.NONE, new Diagnosis(List.of(start, worse), 0)).get(0))
        .satisfies(
            found -> {
              assertThat(found.kind()).isEqualTo(Kind.RISING_LOSS);
              assertThat(found.text()).contains("The loss rises: from ", "find-rate");
            });
    assertThat(Findings.of(network, Clipping.NONE, new Diagnosis(List.of(start), 3)).get(0).text())
        .contains("step 3 left a loss or a weight that isn't a finite number")
        .contains("training.clipping");
    assertThat(Findings.of(network, Clipping.USED, Diagnosis.of(broken)).get(0).text())
        .contains("the loss is not a finite number after 5 steps")
        .doesNotContain("training.clipping");
  }

  @Test
  void whatHasHealedIsToldAsSuch() {
    Network network = Networks.deep(2, dense(30, "elu", "he_normal"));
    Measurement large = Networks.measure(network, 1, 0.5);
    Measurement good = Networks.measure(network, 1, HEALTHY_STEP);

    assertThat(Findings.of(network, Clipping.NONE, new Diagnosis(List.of(large, good), 0)))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.severity()).isEqualTo(Severity.HINT);
              assertThat(found.text()).endsWith("(No longer so after 5 steps.)");
            });
  }

  private static String dense(int units, String activation, String initializer) {
    return "{type = dense, units = %d, activation = %s, initializer = %s}"
        .formatted(units, activation, initializer);
  }

  private static Finding only(Kind kind, Network network) {
    Optional<Finding> found =
        find(network).stream().filter(each -> each.kind() == kind).findFirst();
    assertThat(found).as(find(network).toString()).isPresent();
    return found.get();
  }

  private static List<Finding> find(Network network) {
    return Findings.of(network, Clipping.NONE, measured(network));
  }

  private static List<Finding> find(Network network, double scale, double update) {
    Measurement measured = Networks.measure(network, scale, update);
    return Findings.of(network, Clipping.NONE, Diagnosis.of(measured));
  }

  private static Diagnosis measured(Network network) {
    return Diagnosis.of(Networks.measure(network, 1, HEALTHY_STEP));
  }

  private static Measurement withLoss(Measurement measured, double loss) {
    return new Measurement(
        measured.when(),
        measured.steps(),
        measured.rows(),
        loss,
        measured.rate(),
        measured.input(),
        measured.layers());
  }
}
