package dev.tributary.nn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.nn.initializer.Initializer;
import dev.tributary.nn.initializer.Initializers;
import dev.tributary.nn.layer.Dense;
import dev.tributary.nn.layer.Nonlinearities;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How a dense layer starts whose initializer no job names. */
class DefaultInitializersTest {
  static Stream<Arguments> initializers() {
    return Stream.of(
        Arguments.of("elu", Initializers.HE_NORMAL),
        Arguments.of("relu", Initializers.HE_NORMAL),
        Arguments.of("leaky_relu", Initializers.HE_NORMAL),
        Arguments.of("relu6", Initializers.HE_NORMAL),
        Arguments.of("gelu", Initializers.HE_NORMAL),
        Arguments.of("silu", Initializers.HE_NORMAL),
        Arguments.of("swish", Initializers.HE_NORMAL),
        Arguments.of("mish", Initializers.HE_NORMAL),
        Arguments.of("softplus", Initializers.HE_NORMAL),
        Arguments.of("prelu", Initializers.HE_NORMAL),
        Arguments.of("rrelu", Initializers.HE_NORMAL),
        Arguments.of("selu", Initializers.LECUN_NORMAL),
        Arguments.of("tanh", Initializers.GLOROT_UNIFORM),
        Arguments.of("sigmoid", Initializers.GLOROT_UNIFORM),
        Arguments.of("hard_sigmoid", Initializers.GLOROT_UNIFORM),
        Arguments.of("softsign", Initializers.GLOROT_UNIFORM),
        Arguments.of("softmax", Initializers.GLOROT_UNIFORM),
        Arguments.of("linear", Initializers.GLOROT_UNIFORM));
  }

  @Test
  void everyActivationsInitializerIsTested() {
    assertThat(initializers().map(each -> (String) each.get()[0]))
        .containsExactlyInAnyOrderElementsOf(Nonlinearities.names());
  }

  @ParameterizedTest
  @MethodSource("initializers")
  void theNextActivationDecidesHowADenseLayerStarts(String function, Initializer expected) {
    String activation = "{type = activation, function = " + function + "}";
    for (String between :
        List.of(
            "",
            "batch_normalization,",
            "layer_normalization,",
            "{type = alpha_dropout, rate = 0.1},",
            "{type = gaussian_noise, stddev = 0.1},",
            "{type = dropout, rate = 0.1}, batch_normalization,")) {
      assertThat(firstInitializer("{type = dense, units = 2}, " + between + activation))
          .isEqualTo(expected);
    }
    assertThat(firstInitializer("{type = dense, units = 2, activation = " + function + "}"))
        .isEqualTo(expected);
    assertThat(
            firstInitializer(
                "{type = dense, units = 2, initializer = glorot_normal, activation = %s}"
                    .formatted(function)))
        .as("an explicit one stays")
        .isEqualTo(Initializers.GLOROT_NORMAL);
  }

  @Test
  void aDenseLayerWithoutAnActivationStartsAsALinearOne() {
    assertThat(firstInitializer("{type = dense, units = 2}"))
        .isEqualTo(Initializers.GLOROT_UNIFORM);
    assertThat(
            firstInitializer(
                "{type = dense, units = 2}, {type = dense, units = 2, activation = elu}"))
        .as("the second layer's activation isn't the first's")
        .isEqualTo(Initializers.GLOROT_UNIFORM);
  }

  private static Initializer firstInitializer(String layers) {
    Dense dense = (Dense) TestNetworks.spec("[" + layers + "]", "mse").layers().get(0).spec();
    return dense.initializer();
  }
}
