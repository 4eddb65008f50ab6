package dev.tributary.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NormsTest {
  /** Of every length around the stride of the sums, against exact arithmetic. */
  @Test
  void sumsTheSquaresOfAnyStretch() {
    float[] values = new float[40];
    Random random = new Random(3);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    for (int from = 0; from < 10; from++) {
      for (int to = from; to <= values.length; to++) {
        BigDecimal exact = BigDecimal.ZERO;
        for (int i = from; i < to; i++) {
          exact = exact.add(new BigDecimal(values[i]).pow(2));
        }
        double expected = exact.doubleValue();
        assertThat(Norms.squares(values, from, to))
            .isCloseTo(expected, within(1e-14 * Math.max(1, expected)));
      }
    }
  }

  @Test
  void holdsTheSquareOfAnyFloat() {
    float[] large = {Float.MAX_VALUE, -Float.MAX_VALUE};
    assertThat(Norms.euclidean(large, 0, 2) / Float.MAX_VALUE)
        .isCloseTo(Math.sqrt(2), within(1e-15));
    float[] small = {Float.MIN_VALUE};
    assertThat(Norms.euclidean(small, 0, 1)).isEqualTo(Float.MIN_VALUE);
  }

  @Test
  void findsTheLargestWhateverItsSign() {
    assertThat(Norms.largest(new float[] {9, 1, -3, 2, 8}, 1, 4)).isEqualTo(3f);
    assertThat(Norms.largest(new float[0], 0, 0)).isZero();
    assertThat(Norms.largest(new float[] {1, Float.NaN, 2}, 0, 3)).isNaN();
  }
}
