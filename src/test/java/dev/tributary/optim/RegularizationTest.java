package dev.tributary.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.JobFile;
import dev.tributary.nn.ParameterLayout;
import dev.tributary.nn.ParameterLayout.Slice;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RegularizationTest {
  private static final ParameterLayout LAYOUT =
      Layouts.of(
          "{type = dense, units = 4, name = a}, batch_normalization,"
              + " {type = dense, units = 3, name = b}",
          5);

  /** What is added to the gradient is the penalty's slope in each direction. */
  @Test
  void addsTheGradientOfThePenalty() {
    Regularization rule = new Regularization(0.03, 0.2, 0, LayerSelection.ALL);
    double step = 1e-6;
    for (float w : new float[] {-2, -0.25f, 0.5f, 3}) {
      float[] gradient = {10};
      rule.addGradient(new float[] {w}, gradient, 0, 1);
      double slope = (penalty(rule, w + step) - penalty(rule, w - step)) / (2 * step);
      assertThat(gradient[0] - 10.0).as("at %s", w).isCloseTo(slope, within(1e-6));
    }
    float[] atTheKink = {10};
    rule.addGradient(new float[] {0}, atTheKink, 0, 1);
    assertThat(atTheKink).containsExactly(10f);
  }

  private static double penalty(Regularization rule, double w) {
    return rule.l1() * Math.abs(w) + rule.l2() * w * w;
  }

  /** SGD at rate 0.5: w - 0.5·(0.1 sign(w) + 2·0.2·w) for kernels; all else stays. */
  @Test
  void penalizesKernelsOnly() {
    float[] weights = Layouts.random(LAYOUT, 1);
    float[] before = weights.clone();
    update(new Sgd(), new Regularization(0.1, 0.2, 0, LayerSelection.ALL))
        .apply(weights, new float[weights.length], new float[0][], StepSize.of(0.5, 1));
    for (Slice slice : LAYOUT.slices()) {
      boolean kernel = slice.name().endsWith("/kernel");
      for (int i = slice.offset(); i < slice.offset() + slice.length(); i++) {
        double w = before[i];
        double expected = kernel ? w - 0.5 * (0.1 * Math.signum(w) + 0.4 * w) : w;
        assertThat((double) weights[i]).as(slice.name()).isCloseTo(expected, within(1e-6));
      }
    }
  }

  @Test
  void knowsWhichLayersItIsFor() {
    float[] weights = Layouts.random(LAYOUT, 1);
    float[] before = weights.clone();
    update(new Sgd(), new Regularization(0, 0.2, 0.1, new LayerSelection(List.of("b*"))))
        .apply(weights, new float[weights.length], new float[0][], StepSize.of(0.5, 1));
    for (Slice slice : LAYOUT.slices()) {
      boolean changes = slice.name().equals("b/kernel");
      for (int i = slice.offset(); i < slice.offset() + slice.length(); i++) {
        assertThat(weights[i] != before[i]).as(slice.name()).isEqualTo(changes);
      }
    }
  }

  /** The penalty is in what is clipped: a gradient of 0 and 2·2·3 = 12 is clipped to 1. */
  @Test
  void thePenaltyIsClippedWithTheGradient() {
    ParameterLayout one = Layouts.of("{type = dense, units = 1, use-bias = false}", 1);
    float[] weights = {3};
    UpdateRule rule =
        new UpdateRule(
            new Sgd(),
            new GradientClipping.ByGlobalNorm(1),
            new Regularization(0, 2, 0, LayerSelection.ALL),
            new Constraint.None());
    LocalUpdate update = new LocalUpdate(rule, one, Set.of(), Map.of());
    update.apply(weights, new float[1], new float[0][], StepSize.of(0.5, 1));
    assertThat(weights).containsExactly(2.5f);
    assertThat(update.clipping().summary()).contains(new ClippingSummary(1, 12, 12));
  }

  /** Loshchilov and Hutter's AdamW is Adam with this decay, on a network of kernels alone. */
  @Test
  void decayBesideAdamIsAdamW() {
    ParameterLayout kernels =
        Layouts.of(
            "{type = dense, units = 4, use-bias = false}, {type = dense, units = 3, use-bias ="
                + " false}",
            5);
    float[] decayed = Layouts.random(kernels, 1);
    float[] expected = decayed.clone();
    Optimizer adam = new Adam(0.9, 0.99, 1e-8);
    Optimizer adamW = new AdamW(0.9, 0.99, 1e-8, 0.3);
    float[][] state = adam.newState(decayed.length);
    float[][] expectedState = adamW.newState(decayed.length);
    LocalUpdate update =
        new LocalUpdate(
            new UpdateRule(
                adam,
                new GradientClipping.None(),
                new Regularization(0, 0, 0.3, LayerSelection.ALL),
                new Constraint.None()),
            kernels,
            Set.of(),
            Map.of());
    Random random = new Random(4);
    for (int step = 1; step <= 20; step++) {
      float[] gradient = new float[decayed.length];
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = (float) random.nextGaussian();
      }
      StepSize size = StepSize.of(0.05, step);
      update.apply(decayed, gradient.clone(), state, size);
      adamW.step(expected, gradient, expectedState, 0, expected.length, size);
      for (int i = 0; i < expected.length; i++) {
        assertThat(decayed[i]).isCloseTo(expected[i], within(1e-5f));
      }
    }
  }

  @Test
  void decayFollowsTheRateOfItsLayerAndLeavesFrozenOnes() {
    float[] weights = Layouts.random(LAYOUT, 1);
    float[] before = weights.clone();
    UpdateRule rule =
        new UpdateRule(
            new Sgd(),
            new GradientClipping.None(),
            new Regularization(1, 1, 0.5, LayerSelection.ALL),
            new Constraint.NonNegative(LayerSelection.ALL));
    new LocalUpdate(rule, LAYOUT, Set.of("a"), Map.of())
        .apply(weights, new float[weights.length], new float[0][], StepSize.of(0.1, 1));
    int end = Layouts.start(LAYOUT, "batch_normalization_1");
    for (int i = 0; i < end; i++) {
      assertThat(weights[i]).as("frozen weight %d", i).isEqualTo(before[i]);
    }

    float[] slow = before.clone();
    UpdateRule decay =
        new UpdateRule(
            new Sgd(),
            new GradientClipping.None(),
            new Regularization(0, 0, 0.5, LayerSelection.ALL),
            new Constraint.None());
    new LocalUpdate(decay, LAYOUT, Set.of(), Map.of("b", 0.1))
        .apply(slow, new float[slow.length], new float[0][], StepSize.of(0.1, 1));
    assertThat((double) slow[0]).isCloseTo(before[0] * (1 - 0.1 * 0.5), within(1e-7));
    int b = Layouts.start(LAYOUT, "b");
    assertThat((double) slow[b]).isCloseTo(before[b] * (1 - 0.01 * 0.5), within(1e-7));
  }

  @Test
  void readsItsSettings() {
    assertThat(read("regularization {}")).isEqualTo(Regularization.NONE);
    assertThat(read("")).isEqualTo(Regularization.NONE);
    assertThat(
            read(
                "regularization { l1 = 0.1, l2 = 0.2, weight-decay = 0.3, layers = [a, \"b_?\"] }"))
        .isEqualTo(new Regularization(0.1, 0.2, 0.3, new LayerSelection(List.of("a", "b_?"))));
  }

  @Test
  void refusesLayersThatArentThere() {
    assertThatThrownBy(() -> read("regularization { l1 = -1, layers = [\"b_*\", \"c*\", aa] }"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContainingAll(
            "regularization.l1 (job line 1): found -1; allowed is a number, at least 0",
            "regularization.layers (job line 1): no layer is called c*; the layers are a, b_1, b_2",
            "regularization.layers (job line 1): no layer is called aa; the layers are a, b_1, b_2;"
                + " did you mean a?");
    assertThatThrownBy(() -> read("regularization { layers = [] }"))
        .hasMessageContaining("allowed is at least one name or pattern of a layer");
  }

  private static LocalUpdate update(Optimizer optimizer, Regularization regularization) {
    return new LocalUpdate(
        new UpdateRule(
            optimizer, new GradientClipping.None(), regularization, new Constraint.None()),
        LAYOUT,
        Set.of(),
        Map.of());
  }

  private static Regularization read(String text) {
    return JobFile.parse("job", text, List.of())
        .read(root -> Regularization.read(root, "regularization", List.of("a", "b_1", "b_2")));
  }
}
