package dev.tributary.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.JobFile;
import dev.tributary.nn.Network;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.ParameterLayout;
import dev.tributary.nn.Shape;
import dev.tributary.optim.GradientClipping.Adaptive;
import dev.tributary.optim.GradientClipping.ByGlobalNorm;
import dev.tributary.optim.GradientClipping.ByNorm;
import dev.tributary.optim.GradientClipping.ByValue;
import dev.tributary.optim.GradientClipping.None;
import dev.tributary.techniques.Proves;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GradientClippingTest {
  /** A kernel of two values and a bias of one. */
  private static final ParameterLayout SMALL = layout("[{type = dense, units = 1}]");

  private static final ParameterLayout LARGE =
      layout("[{type = dense, units = 150}, batch_normalization, {type = dense, units = 20}]");

  /** Of norm 1, the kernel and the bias. */
  private static final float[] SMALL_WEIGHTS = {0, 1, -1};

  private static final float[] LARGE_WEIGHTS = random(LARGE.size(), 1, 4);

  @Proves("clipping/value")
  @Test
  void byValueLimitsEachValue() {
    float[] gradient = {-3f, 0.5f, 2f};
    new ByValue(1).clip(gradient, SMALL_WEIGHTS, SMALL, new ClippingTally());
    assertThat(gradient).containsExactly(-1f, 0.5f, 1f);
  }

  /** A norm far above the limit, with no value above it, with one, and with one that is NaN. */
  @Test
  void byValueMindsValuesAndNotTheirNorm() {
    float[] weights = new float[LARGE.size()];
    float[] gradient = random(LARGE.size(), 0.1, 6);
    float[] original = gradient.clone();
    ClippingTally tally = new ClippingTally();
    ByValue clipping = new ByValue(1);
    assertThat(norm(gradient, 0, gradient.length)).isGreaterThan(2);
    clipping.clip(gradient, weights, LARGE, tally);
    assertThat(gradient).isEqualTo(original);
    gradient[7] = -1.5f;
    clipping.clip(gradient, weights, LARGE, tally);
    original[7] = -1f;
    assertThat(gradient).isEqualTo(original);
    gradient[7] = 1.5f;
    gradient[8] = Float.NaN;
    clipping.clip(gradient, weights, LARGE, tally);
    original[7] = 1f;
    original[8] = Float.NaN;
    assertThat(gradient).isEqualTo(original);
    assertThat(tally.counts().clipped()).isEqualTo(1);
  }

  /** ‖(3, 4)‖ = 5 is scaled by 1/5; the bias, of norm 0.5, stays. */
  @Proves("clipping/norm")
  @Test
  void byNormLimitsEachTensor() {
    float[] gradient = {3f, -4f, 0.5f};
    new ByNorm(1).clip(gradient, SMALL_WEIGHTS, SMALL, new ClippingTally());
    assertClose(gradient, 0.6, -0.8, 0.5);
  }

  /** ‖(2, -3, 6)‖ = 7 is scaled by 2/7. */
  @Proves("clipping/global_norm")
  @Test
  void byGlobalNormLimitsTheWholeGradient() {
    float[] gradient = {2f, -3f, 6f};
    new ByGlobalNorm(2).clip(gradient, SMALL_WEIGHTS, SMALL, new ClippingTally());
    assertClose(gradient, 4 / 7.0, -6 / 7.0, 12 / 7.0);
  }

  /**
   * A kernel {@code [2, 2]} whose columns are (3, 4), of norm 5, and (0, 0): with limit 0.1 and ε
   * 0.01 their gradients may have norms 0.5 and 0.001. Those of (6, -8) and (0.006, 0.008) have 10
   * and 0.01: scaled by 1/20 and 1/10. A bias of (0, 2) as a whole may have 0.2: (0.3, 0.4) is
   * scaled by 2/5.
   */
  @Test
  void adaptiveLimitsEachUnitByTheNormOfItsWeights() {
    ParameterLayout layout = layout("[{type = dense, units = 2}]");
    float[] weights = {3f, 0f, 4f, 0f, 0f, 2f};
    float[] gradient = {6f, 0.006f, -8f, 0.008f, 0.3f, 0.4f};
    new Adaptive(0.1, 0.01).clip(gradient, weights, layout, new ClippingTally());
    assertClose(gradient, 0.3, 0.0006, -0.4, 0.0008, 0.12, 0.16);
    assertThat(weights).containsExactly(3f, 0f, 4f, 0f, 0f, 2f);
  }

  /** Equation 3, with the columns and vectors taken out of the flat vectors one by one. */
  @Proves("clipping/adaptive")
  @Test
  void adaptiveFollowsItsFormulaForEveryUnit() {
    double limit = 0.2;
    double epsilon = 0.9;
    float[] original = random(LARGE.size(), 0.2, 5);
    float[] clipped = original.clone();
    new Adaptive(limit, epsilon).clip(clipped, LARGE_WEIGHTS, LARGE, new ClippingTally());
    int scaled = 0;
    int stayed = 0;
    for (ParameterLayout.Slice slice : LARGE.slices()) {
      List<Integer> dimensions = slice.spec().shape().dimensions();
      int inputs = dimensions.get(0);
      int units = dimensions.size() == 2 ? dimensions.get(1) : 1;
      for (int unit = 0; unit < units; unit++) {
        float[] g = new float[inputs];
        float[] w = new float[inputs];
        float[] found = new float[inputs];
        for (int input = 0; input < inputs; input++) {
          int place = slice.offset() + input * units + unit;
          g[input] = original[place];
          w[input] = LARGE_WEIGHTS[place];
          found[input] = clipped[place];
        }
        double gradientNorm = norm(g, 0, inputs);
        double weightNorm = Math.max(norm(w, 0, inputs), epsilon);
        if (gradientNorm / weightNorm > limit) {
          scaled++;
          for (int input = 0; input < inputs; input++) {
            assertThat((double) found[input])
                .as("%s, unit %d", slice.name(), unit)
                .isCloseTo(limit * weightNorm / gradientNorm * g[input], within(1e-7));
          }
        } else {
          stayed++;
          assertThat(found).as("%s, unit %d", slice.name(), unit).isEqualTo(g);
        }
      }
    }
    assertThat(scaled).isGreaterThan(9);
    assertThat(stayed).isGreaterThan(9);
  }

  /** Of the whole gradient before clipping, whatever it is clipped by. */
  @ParameterizedTest
  @MethodSource("clippings")
  void countsClippedStepsAndTheirNorms(GradientClipping clipping) {
    ClippingTally tally = new ClippingTally();
    clipping.clip(new float[] {2, -3, 6}, SMALL_WEIGHTS, SMALL, tally);
    clipping.clip(new float[] {0.03f, 0, 0.04f}, SMALL_WEIGHTS, SMALL, tally);
    assertTally(tally, 0.5, 3.525, 7);
    ClippingTally other = new ClippingTally();
    clipping.clip(new float[] {0, 0, 0}, SMALL_WEIGHTS, SMALL, other);
    clipping.clip(new float[] {0, 8, 0}, SMALL_WEIGHTS, SMALL, other);
    tally.add(other);
    assertTally(tally, 0.5, 15.05 / 4, 8);
  }

  @Test
  void countsNothingWhereNothingIsClipped() {
    ClippingTally tally = new ClippingTally();
    new None().clip(new float[] {2, -3, 6}, SMALL_WEIGHTS, SMALL, tally);
    assertThat(tally.summary()).isEmpty();
  }

  private static void assertTally(ClippingTally tally, double share, double mean, double most) {
    ClippingSummary summary = tally.summary().orElseThrow();
    assertThat(summary.share()).isEqualTo(share);
    assertThat(summary.meanNorm()).isCloseTo(mean, within(1e-6));
    assertThat(summary.largestNorm()).isCloseTo(most, within(1e-6));
    assertThat(summary.values())
        .containsExactly(
            java.util.Map.entry("share", summary.share()),
            java.util.Map.entry("meanNorm", summary.meanNorm()),
            java.util.Map.entry("largestNorm", summary.largestNorm()));
  }

  @Test
  void noneLeavesEverything() {
    float[] gradient = {2e30f, Float.NaN, -6f};
    new None().clip(gradient, SMALL_WEIGHTS, SMALL, new ClippingTally());
    assertThat(gradient).containsExactly(2e30f, Float.NaN, -6f);
  }

  @ParameterizedTest
  @MethodSource("clippings")
  void whatIsSmallEnoughStaysBitForBit(GradientClipping clipping) {
    float[] gradient = random(LARGE.size(), 1e-4, 1);
    float[] before = gradient.clone();
    clipping.clip(gradient, LARGE_WEIGHTS, LARGE, new ClippingTally());
    assertThat(gradient).isEqualTo(before);
    float[] atTheLimit = {0f, 0.25f, 0f};
    clipping.clip(atTheLimit, SMALL_WEIGHTS, SMALL, new ClippingTally());
    assertThat(atTheLimit).containsExactly(0f, 0.25f, 0f);
  }

  @ParameterizedTest
  @MethodSource("clippings")
  void clippingTwiceIsClippingOnce(GradientClipping clipping) {
    for (double scale : new double[] {0.1, 1, 1e6, 1e30}) {
      float[] once = random(LARGE.size(), scale, 2);
      clipping.clip(once, LARGE_WEIGHTS, LARGE, new ClippingTally());
      float[] twice = once.clone();
      clipping.clip(twice, LARGE_WEIGHTS, LARGE, new ClippingTally());
      for (int i = 0; i < once.length; i++) {
        assertThat(twice[i]).isCloseTo(once[i], within(2 * Math.ulp(once[i])));
      }
    }
  }

  @Test
  void normsEndAtTheLimitAndDirectionsStay() {
    for (double scale : new double[] {0.1, 1, 1e6, 1e30}) {
      float[] original = random(LARGE.size(), scale, 3);
      float[] whole = original.clone();
      new ByGlobalNorm(0.25).clip(whole, LARGE_WEIGHTS, LARGE, new ClippingTally());
      assertThat(norm(whole, 0, whole.length)).isCloseTo(0.25, within(1e-6));
      assertThat(cosine(original, whole, 0, whole.length)).isCloseTo(1, within(1e-6));

      float[] byTensor = original.clone();
      new ByNorm(0.25).clip(byTensor, LARGE_WEIGHTS, LARGE, new ClippingTally());
      for (ParameterLayout.Slice slice : LARGE.slices()) {
        int from = slice.offset();
        int to = from + slice.length();
        double before = norm(original, from, to);
        assertThat(norm(byTensor, from, to))
            .as(slice.name())
            .isCloseTo(Math.min(before, 0.25), within(1e-6));
        assertThat(cosine(original, byTensor, from, to))
            .as(slice.name())
            .isCloseTo(1, within(1e-6));
      }
    }
  }

  @Test
  void nanStaysToBeNoticed() {
    for (GradientClipping clipping : clippings().toList()) {
      float[] gradient = {Float.NaN, 5f, 0.1f};
      clipping.clip(gradient, SMALL_WEIGHTS, SMALL, new ClippingTally());
      assertThat(gradient[0]).as(clipping.toString()).isNaN();
    }
  }

  @Test
  void infinityBecomesTheLimitByValueAndNanByNorm() {
    float[] byValue = {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0.1f};
    new ByValue(0.25).clip(byValue, SMALL_WEIGHTS, SMALL, new ClippingTally());
    assertThat(byValue).containsExactly(0.25f, -0.25f, 0.1f);
    for (GradientClipping clipping :
        List.of(new ByNorm(0.25), new ByGlobalNorm(0.25), new Adaptive(0.25, 1e-3))) {
      float[] byNorm = {Float.POSITIVE_INFINITY, 5f, 0.1f};
      clipping.clip(byNorm, SMALL_WEIGHTS, SMALL, new ClippingTally());
      assertThat(byNorm[0]).isNaN();
      assertThat(byNorm[1]).isZero();
    }
  }

  @Test
  void readsEachKind() {
    assertThat(read("clipping = none")).isEqualTo(new None());
    assertThat(read("clipping { type = value, limit = 0.5 }")).isEqualTo(new ByValue(0.5));
    assertThat(read("clipping { type = norm, limit = 2 }")).isEqualTo(new ByNorm(2));
    assertThat(read("clipping { type = global_norm, limit = 1 }")).isEqualTo(new ByGlobalNorm(1));
    assertThat(read("clipping = adaptive")).isEqualTo(new Adaptive(0.01, 1e-3));
    assertThat(read("clipping { type = adaptive, limit = 0.1, epsilon = 0.5 }"))
        .isEqualTo(new Adaptive(0.1, 0.5));
  }

  @Test
  void refusesLimitsThatAreNone() {
    for (String type : List.of("value", "norm", "global_norm")) {
      assertThatThrownBy(() -> read("clipping { type = " + type + ", limit = 0 }"))
          .isInstanceOf(InvalidJobException.class)
          .hasMessage(
              "job has a problem:\n  clipping.limit (job line 1): found 0; allowed is a number,"
                  + " greater than 0");
      assertThatThrownBy(() -> read("clipping = " + type))
          .isInstanceOf(InvalidJobException.class)
          .hasMessageContaining("clipping.limit (job line 1): is missing");
    }
    assertThatThrownBy(() -> read("clipping { type = adaptive, limit = 0, epsilon = 0 }"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContainingAll(
            "clipping.limit (job line 1): found 0; allowed is a number, greater than 0",
            "clipping.epsilon (job line 1): found 0; allowed is a number, greater than 0");
    assertThatThrownBy(() -> read("clipping { type = globalnorm, limit = 1 }"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessage(
            "job has a problem:\n  clipping.type (job line 1): found \"globalnorm\"; allowed is one"
                + " of none, value, norm, global_norm, adaptive; did you mean global_norm?");
  }

  static Stream<GradientClipping> clippings() {
    return Stream.of(
        new ByValue(0.25), new ByNorm(0.25), new ByGlobalNorm(0.25), new Adaptive(0.25, 1e-3));
  }

  private static void assertClose(float[] found, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) found[i]).isCloseTo(expected[i], within(2e-7));
    }
  }

  private static double norm(float[] values, int from, int to) {
    return Math.sqrt(dot(values, values, from, to));
  }

  private static double cosine(float[] a, float[] b, int from, int to) {
    return dot(a, b, from, to) / (norm(a, from, to) * norm(b, from, to));
  }

  private static double dot(float[] a, float[] b, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  private static float[] random(int size, double scale, long seed) {
    Random random = new Random(seed);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return values;
  }

  private static GradientClipping read(String text) {
    return JobFile.parse("job", text, List.of())
        .read(root -> GradientClipping.read(root, "clipping"));
  }

  private static ParameterLayout layout(String layers) {
    NetworkSpec spec =
        JobFile.parse("job", "layers = " + layers + "\nloss = mse", List.of())
            .read(root -> NetworkSpec.read(root, root));
    return new Network(spec, Shape.of(2), 1).parameters();
  }
}
