package dev.tributary.nn.initializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.JobFile;
import dev.tributary.math.RandomStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Truth 6: each initializer gives the mean, variance and shape of its paper. */
class InitializersTest {
  private static final int SIZE = 300_000;
  private static final int FAN_IN = 30;
  private static final int FAN_OUT = 70;

  /** The variances of the papers, for fan-in 30 and fan-out 70. */
  static Stream<Arguments> variances() {
    return Stream.of(
        Arguments.of("glorot_uniform", 2.0 / (30 + 70)),
        Arguments.of("glorot_normal", 2.0 / (30 + 70)),
        Arguments.of("he_uniform", 2.0 / 30),
        Arguments.of("he_normal", 2.0 / 30),
        Arguments.of("lecun_uniform", 1.0 / 30),
        Arguments.of("lecun_normal", 1.0 / 30));
  }

  static Stream<Arguments> uniform() {
    return variances().filter(each -> ((String) each.get()[0]).endsWith("_uniform"));
  }

  static Stream<Arguments> normal() {
    return variances().filter(each -> ((String) each.get()[0]).endsWith("_normal"));
  }

  static Stream<String> names() {
    return variances().map(each -> (String) each.get()[0]);
  }

  @Test
  void everyInitializerIsTested() {
    assertThat(Stream.concat(names(), Stream.of("auto")))
        .containsExactlyInAnyOrderElementsOf(Initializers.byName().keySet());
  }

  /**
   * Within five standard errors: of the mean {@code √(σ²/n)}, of the variance {@code √((μ₄ -
   * σ⁴)/n)} with the fourth moment {@code 3σ⁴} of the normal and {@code 9σ⁴/5} of the uniform
   * density.
   */
  @ParameterizedTest
  @MethodSource("variances")
  void hasMeanZeroAndThePapersVariance(String name, double variance) {
    float[] values = fill(name);
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    double mean = sum / SIZE;
    double kurtosis = name.endsWith("_normal") ? 3 : 1.8;
    assertThat(mean).isCloseTo(0, within(5 * Math.sqrt(variance / SIZE)));
    assertThat(squares / SIZE - mean * mean)
        .isCloseTo(variance, within(5 * variance * Math.sqrt((kurtosis - 1) / SIZE)));
  }

  /** All of {@code [-r, r]} with {@code r = √(3σ²)}, and nothing else. */
  @ParameterizedTest
  @MethodSource("uniform")
  void uniformOnesFillTheirRange(String name, double variance) {
    double bound = Math.sqrt(3 * variance);
    double least = 0;
    double most = 0;
    int[] tenths = new int[10];
    for (float value : fill(name)) {
      assertThat(Math.abs(value)).isLessThanOrEqualTo((float) bound);
      least = Math.min(least, value);
      most = Math.max(most, value);
      tenths[(int) Math.min(9, (value + bound) / (2 * bound) * 10)]++;
    }
    assertThat(least).isCloseTo(-bound, within(1e-3 * bound));
    assertThat(most).isCloseTo(bound, within(1e-3 * bound));
    for (int count : tenths) {
      assertThat(count / (double) SIZE).isCloseTo(0.1, within(5 * Math.sqrt(0.09 / SIZE)));
    }
  }

  /** Shares beyond one and three standard deviations: not truncated, and not uniform. */
  @ParameterizedTest
  @MethodSource("normal")
  void normalOnesHaveTheirTails(String name, double variance) {
    double deviation = Math.sqrt(variance);
    int beyondOne = 0;
    int beyondThree = 0;
    for (float value : fill(name)) {
      beyondOne += Math.abs(value) > deviation ? 1 : 0;
      beyondThree += Math.abs(value) > 3 * deviation ? 1 : 0;
    }
    assertShare(beyondOne, 0.3173105079); // 2·(1 - Φ(1))
    assertShare(beyondThree, 0.0026997961); // 2·(1 - Φ(3))
  }

  @ParameterizedTest
  @MethodSource("names")
  void writesItsOwnPartOnly(String name) {
    float[] values = new float[10];
    Initializers.byName().get(name).fill(values, 3, 4, 1, 1, new RandomStream(1));
    for (int i = 0; i < 10; i++) {
      assertThat(values[i] != 0f).as("%s[%d]", name, i).isEqualTo(i >= 3 && i < 7);
    }
  }

  @Test
  void constantsAreTheSameEverywhere() {
    float[] values = new float[5];
    new Constant(0.5f).fill(values, 1, 3, 1, 1, new RandomStream(1));
    assertThat(values).containsExactly(0, 0.5f, 0.5f, 0.5f, 0);
    assertThat(Constant.ZEROS.value()).isZero();
    assertThat(Constant.ONES.value()).isEqualTo(1f);
  }

  @Test
  void autoIsNeverDrawnFrom() {
    assertThatThrownBy(() -> Initializers.AUTO.fill(new float[1], 0, 1, 1, 1, new RandomStream(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Invalid network: an initializer was never settled");
  }

  @Test
  void refusesAnUnknownName() {
    JobFile job = JobFile.parse("job", "initializer = he_norml", List.of());
    assertThatThrownBy(() -> job.read(root -> Initializers.read(root, "initializer")))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageEndingWith("did you mean he_normal?");
  }

  private static void assertShare(int count, double share) {
    assertThat(count / (double) SIZE)
        .isCloseTo(share, within(5 * Math.sqrt(share * (1 - share) / SIZE)));
  }

  private static float[] fill(String name) {
    float[] values = new float[SIZE];
    RandomStream random = new RandomStream(name.hashCode());
    Initializers.byName().get(name).fill(values, 0, SIZE, FAN_IN, FAN_OUT, random);
    return values;
  }
}
