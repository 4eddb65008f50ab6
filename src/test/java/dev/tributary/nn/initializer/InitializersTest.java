package dev.tributary.nn.initializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.JobFile;
import dev.tributary.math.RandomStream;
import dev.tributary.techniques.Proves;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Truth 6: each initializer gives the mean, variance and shape of its paper. */
class InitializersTest {
  private static final int SIZE = 300_000;
  private static final int FAN_IN = 30;
  private static final int FAN_OUT = 70;

  private static final double NORMAL_KURTOSIS = 3;
  private static final double UNIFORM_KURTOSIS = 1.8;

  /** Of a normal density cut at 2, by numerical integration. */
  private static final double TRUNCATED_KURTOSIS = 2.3655367;

  /** What a job file says, and the variance for fan-in 30 and fan-out 70. */
  static Stream<Arguments> variances() {
    return Stream.of(uniform(), normal(), truncated()).flatMap(each -> each);
  }

  static Stream<Arguments> uniform() {
    return Stream.of(
        Arguments.of("glorot_uniform", 2.0 / (30 + 70), UNIFORM_KURTOSIS),
        Arguments.of("he_uniform", 2.0 / 30, UNIFORM_KURTOSIS),
        Arguments.of("lecun_uniform", 1.0 / 30, UNIFORM_KURTOSIS),
        Arguments.of("uniform", 0.05 * 0.05 / 3, UNIFORM_KURTOSIS),
        Arguments.of("{ type = uniform, limit = 3 }", 3.0, UNIFORM_KURTOSIS),
        Arguments.of(scaling(3, "fan_avg", "uniform"), 3.0 / 50, UNIFORM_KURTOSIS));
  }

  static Stream<Arguments> normal() {
    return Stream.of(
        Arguments.of("glorot_normal", 2.0 / (30 + 70), NORMAL_KURTOSIS),
        Arguments.of("he_normal", 2.0 / 30, NORMAL_KURTOSIS),
        Arguments.of("lecun_normal", 1.0 / 30, NORMAL_KURTOSIS),
        Arguments.of("normal", 0.05 * 0.05, NORMAL_KURTOSIS),
        Arguments.of("{ type = normal, stddev = 2 }", 4.0, NORMAL_KURTOSIS),
        Arguments.of("random_normal", 0.05 * 0.05, NORMAL_KURTOSIS),
        Arguments.of(scaling(3, "fan_out", "normal"), 3.0 / 70, NORMAL_KURTOSIS));
  }

  static Stream<Arguments> truncated() {
    return Stream.of(
        Arguments.of("variance_scaling", 1.0 / 30, TRUNCATED_KURTOSIS),
        Arguments.of("truncated_normal", square(0.05 * 0.8796256610342398), TRUNCATED_KURTOSIS),
        Arguments.of(
            "{ type = truncated_normal, stddev = 3 }",
            square(3 * 0.8796256610342398),
            TRUNCATED_KURTOSIS),
        Arguments.of(scaling(2, "fan_in", "truncated_normal"), 2.0 / 30, TRUNCATED_KURTOSIS),
        Arguments.of(scaling(3, "fan_out", "truncated_normal"), 3.0 / 70, TRUNCATED_KURTOSIS),
        Arguments.of(scaling(0.5, "fan_avg", "truncated_normal"), 0.5 / 50, TRUNCATED_KURTOSIS));
  }

  /** Every initializer that draws, with its defaults. */
  static Stream<String> drawn() {
    return Initializers.types().keySet().stream()
        .filter(name -> !List.of("auto", "constant", "ones", "zeros").contains(name));
  }

  @Test
  void everyInitializerIsTested() {
    Set<String> tested = new TreeSet<>(List.of("auto", "constant", "ones", "zeros", "orthogonal"));
    variances()
        .map(each -> (String) each.get()[0])
        .filter(text -> !text.startsWith("{"))
        .forEach(tested::add);
    assertThat(Initializers.types().keySet()).isEqualTo(tested);
  }

  /**
   * Within five standard errors: of the mean {@code √(σ²/n)}, of the variance {@code √((μ₄ -
   * σ⁴)/n)} with the fourth moment {@code μ₄} the density's kurtosis times {@code σ⁴}.
   */
  @Proves({
    "initializer/glorot_uniform",
    "initializer/he_uniform",
    "initializer/lecun_uniform",
    "initializer/uniform",
    "initializer/truncated_normal",
    "initializer/variance_scaling",
    "initializer/*"
  })
  @ParameterizedTest
  @MethodSource("variances")
  void hasMeanZeroAndItsVariance(String text, double variance, double kurtosis) {
    float[] values = fill(text);
    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
    }
    double mean = sum / SIZE;
    assertThat(mean).isCloseTo(0, within(5 * Math.sqrt(variance / SIZE)));
    assertThat(squares / SIZE - mean * mean)
        .isCloseTo(variance, within(5 * variance * Math.sqrt((kurtosis - 1) / SIZE)));
  }

  /** All of {@code [-r, r]} with {@code r = √(3σ²)}, and nothing else. */
  @Proves({
    "initializer/glorot_uniform",
    "initializer/he_uniform",
    "initializer/lecun_uniform",
    "initializer/uniform"
  })
  @ParameterizedTest
  @MethodSource("uniform")
  void uniformOnesFillTheirRange(String text, double variance) {
    double bound = Math.sqrt(3 * variance);
    double least = 0;
    double most = 0;
    int[] tenths = new int[10];
    for (float value : fill(text)) {
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
  void normalOnesHaveTheirTails(String text, double variance) {
    double deviation = Math.sqrt(variance);
    int beyondOne = 0;
    int beyondThree = 0;
    for (float value : fill(text)) {
      beyondOne += Math.abs(value) > deviation ? 1 : 0;
      beyondThree += Math.abs(value) > 3 * deviation ? 1 : 0;
    }
    assertShare(beyondOne, 0.3173105079); // 2·(1 - Φ(1))
    assertShare(beyondThree, 0.0026997961); // 2·(1 - Φ(3))
  }

  /**
   * Nothing beyond two standard deviations of the density before the cut, {@code √σ² /
   * 0.8796256610342398}; within, the shares that a normal density has there.
   */
  @Proves({"initializer/truncated_normal", "initializer/variance_scaling"})
  @ParameterizedTest
  @MethodSource("truncated")
  void truncatedOnesEndAtTwoDeviations(String text, double variance) {
    double deviation = Math.sqrt(variance) / 0.8796256610342398;
    double most = 0;
    int beyondOne = 0;
    for (float value : fill(text)) {
      most = Math.max(most, Math.abs(value));
      beyondOne += Math.abs(value) > deviation ? 1 : 0;
    }
    assertThat(most).isBetween(1.99 * deviation, (2 + 1e-6) * deviation);
    assertShare(beyondOne, (0.3173105079 - 0.0455002639) / (1 - 0.0455002639));
  }

  @ParameterizedTest
  @MethodSource("drawn")
  void writesItsOwnPartOnly(String name) {
    float[] values = new float[10];
    read(name).fill(values, 3, 4, 1, 4, new RandomStream(1));
    for (int i = 0; i < 10; i++) {
      assertThat(values[i] != 0f).as("%s[%d]", name, i).isEqualTo(i >= 3 && i < 7);
    }
  }

  @ParameterizedTest
  @MethodSource("drawn")
  void theSeedDecidesWhatIsDrawn(String name) {
    float[] one = new float[6];
    float[] same = new float[6];
    float[] other = new float[6];
    read(name).fill(one, 0, 6, 2, 3, new RandomStream(1));
    read(name).fill(same, 0, 6, 2, 3, new RandomStream(1));
    read(name).fill(other, 0, 6, 2, 3, new RandomStream(2));
    assertThat(same).isEqualTo(one);
    assertThat(other).isNotEqualTo(one);
  }

  @Proves({"initializer/zeros", "initializer/ones", "initializer/constant"})
  @Test
  void constantsAreTheSameEverywhere() {
    float[] values = new float[5];
    read("{ type = constant, value = 0.5 }").fill(values, 1, 3, 1, 1, new RandomStream(1));
    assertThat(values).containsExactly(0, 0.5f, 0.5f, 0.5f, 0);
    assertThat(read("zeros")).isEqualTo(Constant.ZEROS).isEqualTo(new Constant(0));
    assertThat(read("ones")).isEqualTo(Constant.ONES).isEqualTo(new Constant(1));
  }

  /** Square, tall, wide, a single row or column, and not from the start of the vector. */
  @Proves("initializer/orthogonal")
  @ParameterizedTest
  @CsvSource({"1,1", "7,7", "64,64", "50,20", "20,50", "1,9", "9,1"})
  void orthogonalOnesKeepLengths(int inputs, int units) {
    double gain = 1.5;
    int size = inputs * units;
    float[] values = new float[size + 5];
    new Orthogonal(gain).fill(values, 5, size, inputs, units, new RandomStream(3));
    boolean tall = inputs >= units;
    int count = Math.min(inputs, units);
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < count; j++) {
        double product = 0;
        for (int k = 0; k < Math.max(inputs, units); k++) {
          product +=
              tall
                  ? (double) values[5 + k * units + i] * values[5 + k * units + j]
                  : (double) values[5 + i * units + k] * values[5 + j * units + k];
        }
        assertThat(product).as("%d·%d", i, j).isCloseTo(i == j ? gain * gain : 0, within(1e-6));
      }
    }
  }

  /**
   * Uniform among the orthogonal matrices: each entry has mean 0 and variance 1/n. Without the
   * signs corrected the diagonal of Householder's Q has a mean far from 0.
   */
  @Test
  void orthogonalOnesPreferNoDirection() {
    int n = 4;
    int draws = 20_000;
    double[] sums = new double[n * n];
    double[] squares = new double[n * n];
    RandomStream random = new RandomStream(4);
    float[] values = new float[n * n];
    for (int draw = 0; draw < draws; draw++) {
      new Orthogonal(1).fill(values, 0, n * n, n, n, random);
      for (int i = 0; i < n * n; i++) {
        sums[i] += values[i];
        squares[i] += (double) values[i] * values[i];
      }
    }
    // The fourth moment of an entry is 3 / (n (n + 2)).
    double ofSquares = Math.sqrt((3.0 / (n * (n + 2)) - 1.0 / (n * n)) / draws);
    for (int i = 0; i < n * n; i++) {
      assertThat(sums[i] / draws).isCloseTo(0, within(5 * Math.sqrt(1.0 / n / draws)));
      assertThat(squares[i] / draws).isCloseTo(1.0 / n, within(5 * ofSquares));
    }
  }

  @Test
  void anOrthogonalKernelHasFullRows() {
    assertThatThrownBy(() -> new Orthogonal(1).fill(new float[7], 0, 7, 2, 3, new RandomStream(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Invalid tensor: 7 values (must be a multiple of the fan-in, 2, to start orthogonal)");
  }

  /** A bare name where that says it all, else an object; both are read. */
  @Test
  void isWrittenAsItIsRead() {
    assertThat(Initializers.toSetting(read("he_normal"))).isEqualTo("he_normal");
    assertThat(Initializers.toSetting(read("{ type = he_normal }"))).isEqualTo("he_normal");
    assertThat(Initializers.toSetting(read("{ type = constant, value = 1 }"))).isEqualTo("ones");
    assertThat(Initializers.toSetting(read("{ type = orthogonal, gain = 1.4 }")))
        .isEqualTo(Map.of("type", "orthogonal", "gain", 1.4));
    assertThat(Initializers.toSetting(read("random_normal")))
        .isEqualTo(Map.of("type", "normal", "stddev", 0.05));
    assertThat(Initializers.toSetting(read("variance_scaling")))
        .isEqualTo(
            Map.of(
                "type", "variance_scaling",
                "scale", 1.0,
                "mode", "fan_in",
                "distribution", "truncated_normal"));
    assertThat(read("orthogonal")).isEqualTo(new Orthogonal(1));
    assertThat(read("uniform")).isEqualTo(new RandomUniform(0.05));
  }

  @Test
  void autoIsNeverDrawnFrom() {
    assertThatThrownBy(() -> Initializers.AUTO.fill(new float[1], 0, 1, 1, 1, new RandomStream(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Invalid network: an initializer was never settled");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "he_norml                                | did you mean he_normal?",
        "{ type = orthogonl }                    | did you mean orthogonal?",
        "3                                       | an object with the key type",
        "{ gain = 2 }                            | is missing; it must be one of auto, constant,",
        "constant                                | initializer.value (job line 1): is missing; it must be a number, from",
        "{ type = normal, stddev = 0 }           | found 0; allowed is a number, greater than 0",
        "{ type = orthogonal, gian = 2 }         | initializer.gian (job line 1): is not a known key; did you mean gain?",
        "{ type = he_normal, scale = 2 }         | initializer.scale (job line 1): is not a known key; known here: type",
        "{ type = variance_scaling, mode = in }  | allowed is one of fan_in, fan_out, fan_avg"
      })
  void refusesWhatIsNone(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining(message);
  }

  private static void assertShare(int count, double share) {
    assertThat(count / (double) SIZE)
        .isCloseTo(share, within(5 * Math.sqrt(share * (1 - share) / SIZE)));
  }

  private static double square(double x) {
    return x * x;
  }

  private static String scaling(double scale, String mode, String distribution) {
    return "{ type = variance_scaling, scale = %s, mode = %s, distribution = %s }"
        .formatted(scale, mode, distribution);
  }

  private static float[] fill(String text) {
    float[] values = new float[SIZE];
    RandomStream random = new RandomStream(text.hashCode());
    read(text).fill(values, 0, SIZE, FAN_IN, FAN_OUT, random);
    return values;
  }

  private static Initializer read(String text) {
    return JobFile.parse("job", "initializer = " + text, List.of())
        .read(root -> Initializers.read(root, "initializer"));
  }
}
