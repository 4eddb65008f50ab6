package dev.tributary.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class RateCurveTest {
  /** Steps for a tenfold rate, so that the smoothing's delay is a small part of it. */
  private static final int PER_DECADE = 200;

  @Test
  void smoothingHasNoBiasTowardsItsStart() {
    RateCurve curve = new RateCurve();
    curve.add(0.1, 4);
    curve.add(0.2, 2);
    curve.add(0.3, 1);

    // (0.1·0.81·4 + 0.1·0.9·2 + 0.1·1) / (1 - 0.9³), and so on.
    assertThat(curve.points().get(0).smoothed()).isCloseTo(4, within(1e-12));
    assertThat(curve.points().get(1).smoothed()).isCloseTo(0.56 / 0.19, within(1e-12));
    assertThat(curve.points().get(2).smoothed()).isCloseTo(0.604 / 0.271, within(1e-12));
  }

  @Test
  void theSteepestDescentAndTheTurningAreThoseOfTheLoss() {
    // Falls fastest at 0.01, grows from 1 on.
    RateCurve curve = fill(x -> 2 - Math.tanh(2 * (x + 2)) + (x > 0 ? 100 * x * x : 0), -5, 1);

    assertThat(Math.log10(curve.steepest().orElseThrow())).isCloseTo(-2, within(0.1));
    assertThat(Math.log10(curve.turning().orElseThrow())).isCloseTo(0, within(0.1));
    assertThat(curve.cautious().orElseThrow())
        .isCloseTo(curve.turning().orElseThrow() / 10, within(1e-12));
    assertThat(curve.suggestion()).isEqualTo(curve.steepest());
    assertThat(curve.runaway()).isTrue();
    assertThat(curve.points().get(curve.points().size() - 1).rate()).isLessThan(10);
  }

  @Test
  void suggestsATenthOfTheTurningWhereTheDescentIsSteepestLate() {
    // Falls fastest at 0.5, grows from 1 on.
    RateCurve curve = fill(x -> 2 - Math.tanh(6 * (x + 0.3)) + (x > 0 ? 100 * x * x : 0), -5, 1);
    assertThat(curve.suggestion()).isEqualTo(curve.cautious());
    assertThat(curve.cautious().orElseThrow()).isLessThan(curve.steepest().orElseThrow());
  }

  @Test
  void aLossThatNeverFallsSuggestsNothing() {
    RateCurve curve = fill(x -> 3 + x / 10, -5, 1);

    assertThat(curve.suggestion()).isEmpty();
    assertThat(curve.turning()).isEmpty();
    assertThat(curve.runaway()).isFalse();
  }

  @Test
  void aLossThatIsNotFiniteEndsItAndIsNoPointOfIt() {
    RateCurve curve = new RateCurve();

    assertThat(curve.add(0.1, 1)).isTrue();
    assertThat(curve.add(0.2, 1)).isTrue();
    assertThat(curve.add(0.3, Double.POSITIVE_INFINITY)).isFalse();
    assertThat(curve.points()).hasSize(2);
    assertThat(curve.runaway()).isTrue();
  }

  /** Losses by the decimal logarithm of the rate. */
  private static RateCurve fill(DoubleUnaryOperator loss, int from, int to) {
    RateCurve curve = new RateCurve();
    for (int i = 0; i <= (to - from) * PER_DECADE; i++) {
      double x = from + (double) i / PER_DECADE;
      if (!curve.add(Math.pow(10, x), loss.applyAsDouble(x))) {
        break;
      }
    }
    return curve;
  }
}
