package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightedAverageTest {
  /** Around the length of a block; number by number, in the vectors' order. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2047, 2048, 2049, 5000})
  void averagesEachNumber(int length) {
    Random random = new Random(length);
    float[][] vectors = new float[3][length];
    double[] weights = {17, 1_000_003, 40};
    for (float[] vector : vectors) {
      for (int i = 0; i < length; i++) {
        vector[i] = (float) random.nextGaussian();
      }
    }
    float[] expected = new float[length];
    for (int i = 0; i < length; i++) {
      double sum = 17.0 * vectors[0][i] + 1_000_003.0 * vectors[1][i] + 40.0 * vectors[2][i];
      expected[i] = (float) (sum / 1_000_060.0);
    }
    assertThat(Examples.bits(WeightedAverage.of(vectors, weights)))
        .isEqualTo(Examples.bits(expected));
  }
}
