package dev.tributary.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  /** Around the lengths of a block and of the blocks that are added in float. */
  @ParameterizedTest
  @ValueSource(ints = {1023, 1024, 1025, 2048, 65536, 65537, 200_000})
  void sumsTheSquaresOfLongStretches(int length) {
    float[] values = new float[length + 7];
    Random random = new Random(length);
    double expected = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
      expected += i >= 3 && i < length + 3 ? (double) values[i] * values[i] : 0;
    }
    assertThat(Norms.squares(values, 3, length + 3)).isCloseTo(expected, within(5e-6 * expected));
  }

  /** Where squares in float would be 0 or infinite. */
  @ParameterizedTest
  @ValueSource(
      floats = {0, Float.MIN_VALUE, 1e-30f, 1e-20f, 1e-13f, 0x1p60f, 0x1p100f, Float.MAX_VALUE})
  void holdsTheSquaresOfManyFloats(float size) {
    float[] values = new float[3000];
    Arrays.fill(values, size);
    assertThat(Norms.euclidean(values, 0, 3000))
        .isCloseTo(Math.sqrt(3000) * size, within(5e-6 * Math.sqrt(3000) * size));
    values[2000] = Float.NaN;
    assertThat(Norms.squares(values, 0, 3000)).isNaN();
    values[2000] = Float.NEGATIVE_INFINITY;
    assertThat(Norms.squares(values, 0, 3000)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @Test
  void findsTheLargestOfALongStretch() {
    float[] values = new float[5000];
    for (int place : new int[] {1, 1024, 1025, 3000, 4998}) {
      Arrays.fill(values, -1f);
      values[0] = 9;
      values[4999] = 9;
      values[place] = -2f;
      assertThat(Norms.largest(values, 1, 4999)).isEqualTo(2f);
      values[place] = Float.NaN;
      assertThat(Norms.largest(values, 1, 4999)).isNaN();
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
