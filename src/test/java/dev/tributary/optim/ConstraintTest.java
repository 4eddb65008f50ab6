package dev.tributary.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.JobFile;
import dev.tributary.nn.ParameterLayout;
import dev.tributary.nn.ParameterLayout.Slice;
import dev.tributary.optim.Constraint.MaxNorm;
import dev.tributary.optim.Constraint.NonNegative;
import dev.tributary.optim.Constraint.UnitNorm;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConstraintTest {
  private static final ParameterLayout LAYOUT =
      Layouts.of(
          "{type = dense, units = 4, name = a}, batch_normalization,"
              + " {type = dense, units = 3, name = b}",
          5);

  /** Columns (3, -4), of norm 5, (0.6, 0.8), of norm 1, and (0, 0); then a bias. */
  private static final ParameterLayout BY_HAND = Layouts.of("{type = dense, units = 3}", 2);

  private static final float[] WEIGHTS = {3, 0.6f, 0, -4, 0.8f, 0, 9, -9, 9};

  static Stream<Constraint> constraints() {
    return Stream.of(
        new MaxNorm(1.5, LayerSelection.ALL),
        new UnitNorm(LayerSelection.ALL),
        new NonNegative(LayerSelection.ALL));
  }

  @Test
  void maxNormShortensTheColumnsThatAreTooLong() {
    assertClose(projected(new MaxNorm(2, LayerSelection.ALL)), 1.2, 0.6, 0, -1.6, 0.8, 0, 9, -9, 9);
  }

  @Test
  void unitNormGivesEachColumnTheLengthOneButForZero() {
    assertClose(projected(new UnitNorm(LayerSelection.ALL)), 0.6, 0.6, 0, -0.8, 0.8, 0, 9, -9, 9);
  }

  @Test
  void nonNegativeLiftsWhatIsBelowZero() {
    assertClose(projected(new NonNegative(LayerSelection.ALL)), 3, 0.6, 0, 0, 0.8, 0, 9, -9, 9);
  }

  /** What satisfies the constraint already keeps its bits under the convex ones. */
  @ParameterizedTest
  @MethodSource("constraints")
  void projectingTwiceIsProjectingOnce(Constraint constraint) {
    Projection projection = new Projection(constraint, LAYOUT, Set.of());
    float[] once = Layouts.random(LAYOUT, 1);
    float[] before = once.clone();
    projection.apply(once);
    assertThat(once).isNotEqualTo(before);
    float[] twice = once.clone();
    projection.apply(twice);
    for (int i = 0; i < once.length; i++) {
      assertThat(twice[i]).isCloseTo(once[i], within(2 * Math.ulp(once[i])));
    }
  }

  /** No point of the set is nearer: none found at random, that is. */
  @ParameterizedTest
  @MethodSource("constraints")
  void projectsOntoTheNearest(Constraint constraint) {
    Projection projection = new Projection(constraint, LAYOUT, Set.of());
    float[] weights = Layouts.random(LAYOUT, 1);
    float[] nearest = weights.clone();
    projection.apply(nearest);
    for (int seed = 2; seed < 200; seed++) {
      float[] other = nearest.clone();
      float[] shift = Layouts.random(LAYOUT, seed);
      for (Slice slice : LAYOUT.slices()) {
        boolean kernel = slice.name().endsWith("kernel");
        for (int i = slice.offset(); kernel && i < slice.offset() + slice.length(); i++) {
          other[i] += 0.05f * (seed % 7) * shift[i];
        }
      }
      projection.apply(other);
      assertThat(distance(weights, other))
          .isGreaterThanOrEqualTo(distance(weights, nearest) - 1e-5);
    }
  }

  @ParameterizedTest
  @MethodSource("constraints")
  void leavesFrozenAndOtherLayersAlone(Constraint constraint) {
    float[] weights = Layouts.random(LAYOUT, 1);
    float[] before = weights.clone();
    new Projection(constraint, LAYOUT, Set.of("a")).apply(weights);
    int kernel = Layouts.start(LAYOUT, "b");
    for (int i = 0; i < weights.length; i++) {
      if (i < kernel || i >= kernel + 12) {
        assertThat(weights[i]).isEqualTo(before[i]);
      }
    }
    assertThat(weights).isNotEqualTo(before);
    float[] chosen = before.clone();
    Constraint onA = new UnitNorm(new LayerSelection(List.of("a")));
    new Projection(onA, LAYOUT, Set.of()).apply(chosen);
    assertThat(chosen[0]).isNotEqualTo(before[0]);
    assertThat(chosen[kernel]).isEqualTo(before[kernel]);
  }

  /** The average of columns of length 1 is shorter; of the others nothing need be done. */
  @ParameterizedTest
  @MethodSource("constraints")
  void knowsWhetherAnAverageSatisfiesIt(Constraint constraint) {
    Projection projection = new Projection(constraint, LAYOUT, Set.of());
    float[] one = Layouts.random(LAYOUT, 1);
    float[] other = Layouts.random(LAYOUT, 2);
    projection.apply(one);
    projection.apply(other);
    float[] average = new float[one.length];
    for (int i = 0; i < average.length; i++) {
      average[i] = (one[i] + other[i]) / 2;
    }
    float[] again = average.clone();
    projection.apply(again);
    float[] asAverage = average.clone();
    projection.applyToAverage(asAverage);
    if (constraint.isKeptByAveraging()) {
      assertThat(distance(again, average)).isLessThan(1e-6);
      assertThat(asAverage).isEqualTo(average);
    } else {
      assertThat(distance(again, average)).isGreaterThan(0.1);
      assertThat(asAverage).isEqualTo(again);
    }
  }

  @Test
  void holdsAfterEachStep() {
    UpdateRule rule =
        new UpdateRule(
            new Sgd(),
            new GradientClipping.None(),
            Regularization.NONE,
            new UnitNorm(LayerSelection.ALL));
    float[] weights = WEIGHTS.clone();
    new LocalUpdate(rule, BY_HAND, Set.of(), Map.of())
        .apply(
            weights, new float[] {-1, 0, 0, 0, 0, 0, 1, 0, 0}, new float[0][], StepSize.of(1, 1));
    // (4, -4) has the norm √32
    double side = 4 / Math.sqrt(32);
    assertClose(weights, side, 0.6, 0, -side, 0.8, 0, 8, -9, 9);
  }

  @Test
  void readsEachKind() {
    assertThat(read("constraint = none")).isEqualTo(new Constraint.None());
    assertThat(read("constraint = max_norm")).isEqualTo(new MaxNorm(2, LayerSelection.ALL));
    assertThat(read("constraint { type = max_norm, limit = 3, layers = b }"))
        .isEqualTo(new MaxNorm(3, new LayerSelection(List.of("b"))));
    assertThat(read("constraint { type = unit_norm, layers = [\"?\"] }"))
        .isEqualTo(new UnitNorm(new LayerSelection(List.of("?"))));
    assertThat(read("constraint = non_negative")).isEqualTo(new NonNegative(LayerSelection.ALL));
  }

  @Test
  void refusesWhatCantBe() {
    assertThatThrownBy(() -> read("constraint { type = max_norm, limit = 0 }"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining("constraint.limit (job line 1): found 0; allowed is a number");
    assertThatThrownBy(() -> read("constraint { type = unit_norm, layers = [c] }"))
        .isInstanceOf(InvalidJobException.class)
        .hasMessageContaining(
            "constraint.layers (job line 1): no layer is called c; the layers are a, b");
    assertThatThrownBy(() -> read("constraint = maxnorm"))
        .hasMessageContaining("did you mean max_norm?");
  }

  private static float[] projected(Constraint constraint) {
    float[] weights = WEIGHTS.clone();
    new Projection(constraint, BY_HAND, Set.of()).apply(weights);
    return weights;
  }

  private static double distance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }

  private static void assertClose(float[] found, double... expected) {
    assertThat(found).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) found[i]).as("weight %d", i).isCloseTo(expected[i], within(2e-7));
    }
  }

  private static Constraint read(String text) {
    return JobFile.parse("job", text, List.of())
        .read(root -> Constraint.read(root, "constraint", List.of("a", "b")));
  }
}
