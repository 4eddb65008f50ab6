package dev.tributary.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ParameterLayoutTest {
  private final Network network =
      new Network(
          TestNetworks.spec(
              "[{type = dense, units = 4, name = low}, batch_normalization,"
                  + " {type = dense, units = 4, use-bias = false}, {type = dense, units = 4}]",
              "mse"),
          Shape.of(4),
          1);
  private final ParameterLayout layout = network.parameters();

  @Test
  void laysTensorsOneBehindTheOther() {
    assertThat(layout.slices())
        .extracting(
            ParameterLayout.Slice::name,
            ParameterLayout.Slice::offset,
            ParameterLayout.Slice::length,
            slice -> slice.spec().shape())
        .containsExactly(
            tuple("low/kernel", 0, 16, Shape.of(4, 4)),
            tuple("low/bias", 16, 4, Shape.of(4)),
            tuple("batch_normalization_1/gamma", 20, 4, Shape.of(4)),
            tuple("batch_normalization_1/beta", 24, 4, Shape.of(4)),
            tuple("dense_2/kernel", 28, 16, Shape.of(4, 4)),
            tuple("dense_3/kernel", 44, 16, Shape.of(4, 4)),
            tuple("dense_3/bias", 60, 4, Shape.of(4)));
    assertThat(layout.size()).isEqualTo(64);
  }

  @Test
  void theSeedDecidesHowItStarts() {
    float[] start = layout.initialize(1);
    assertThat(layout.initialize(1)).isEqualTo(start);
    assertThat(layout.initialize(2)).isNotEqualTo(start);
  }

  /** Kernels of the same shape and initializer draw from streams of their own. */
  @Test
  void tensorsStartDifferently() {
    float[] start = layout.initialize(1);
    float[] low = Arrays.copyOfRange(start, 0, 16);
    float[] middle = Arrays.copyOfRange(start, 28, 44);
    float[] high = Arrays.copyOfRange(start, 44, 60);
    assertThat(low).doesNotContain(0f).doesNotContain(middle).doesNotContain(high);
    assertThat(middle).doesNotContain(high);
  }

  @Test
  void biasesStartAtZeroAndScalesAtOne() {
    float[] start = layout.initialize(1);
    assertThat(Arrays.copyOfRange(start, 16, 20)).containsOnly(0f);
    assertThat(Arrays.copyOfRange(start, 20, 24)).containsOnly(1f);
    assertThat(Arrays.copyOfRange(start, 24, 28)).containsOnly(0f);
    assertThat(Arrays.copyOfRange(start, 60, 64)).containsOnly(0f);
    float[] statistics = network.statistics().initialize(1);
    assertThat(statistics).containsExactly(0, 0, 0, 0, 1, 1, 1, 1);
  }

  /** A dense layer's fan-in is its inputs, its fan-out its units. */
  @Test
  void fansAreThoseOfTheLayer() {
    Network wide =
        new Network(TestNetworks.spec("[{type = dense, units = 7}]", "mse"), Shape.of(5), 1);
    assertThat(wide.parameters().slices().get(0).spec())
        .satisfies(
            kernel -> {
              assertThat(kernel.fanIn()).isEqualTo(5);
              assertThat(kernel.fanOut()).isEqualTo(7);
              assertThat(kernel.shape()).isEqualTo(Shape.of(5, 7));
            });
  }
}
