package dev.tributary.data;

import static dev.tributary.data.Loading.canonical;
import static dev.tributary.data.Loading.load;
import static dev.tributary.data.Loading.values;
import static dev.tributary.data.Loading.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scaling, against its formulas computed by two plain passes. */
class ScalingTest {
  private static final double[] A = {1, 2, 4, 9, -6};
  private static final double[] B = {1e6, 1e6 + 1, 1e6 + 2, 1e6 + 3, 1e6 + 5};

  @TempDir Path folder;

  @Test
  void standard() throws IOException {
    LoadedData data = load(job("standard"), values(1));
    assertScaled(data, 0, A, mean(A), 1 / deviation(A));
    assertScaled(data, 1, B, mean(B), 1 / deviation(B));
    assertScaled(data, 2, new double[] {7.1, 7.1, 7.1, 7.1, 7.1}, 7.1, 1);
  }

  @Test
  void minmax() throws IOException {
    LoadedData data = load(job("minmax"), values(1));
    assertScaled(data, 0, A, -6, 1 / 15.0);
    assertScaled(data, 1, B, 1e6, 0.2);
    assertScaled(data, 2, new double[] {7.1, 7.1, 7.1, 7.1, 7.1}, 7.1, 1);
  }

  @Test
  void divisorAndNone() throws IOException {
    assertScaled(load(job("16"), values(1)), 0, A, 0, 1 / 16.0);
    assertScaled(load(job("none"), values(1)), 1, B, 0, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 100})
  void momentsMergeAsIfTheyWereOne(int parts) {
    Random random = new Random(5);
    double[] numbers = random.doubles(1000, 1e3, 1e3 + 1).toArray();
    Moments merged = new Moments(Scaling.Kind.STANDARD, 1);
    Moments range = new Moments(Scaling.Kind.MINMAX, 1);
    for (int part = 0; part < parts; part++) {
      Moments own = new Moments(Scaling.Kind.STANDARD, 1);
      Moments ownRange = new Moments(Scaling.Kind.MINMAX, 1);
      for (int i = part; i < numbers.length; i += parts) {
        own.add(new double[] {numbers[i]});
        ownRange.add(new double[] {numbers[i]});
      }
      merged.merge(own);
      merged.merge(new Moments(Scaling.Kind.STANDARD, 1));
      range.merge(ownRange);
    }
    assertThat(merged.mean(0)).isCloseTo(mean(numbers), within(1e-10));
    assertThat(merged.standardDeviation(0)).isCloseTo(deviation(numbers), within(1e-10));
    assertThat(range.low(0)).isEqualTo(DoubleStream.of(numbers).min().orElseThrow());
    assertThat(range.high(0)).isEqualTo(DoubleStream.of(numbers).max().orElseThrow());
  }

  @Test
  void aConstantThatRoundingBlursIsStillConstant() {
    Moments moments = new Moments(Scaling.Kind.STANDARD, 1);
    for (int i = 0; i < 100_000; i++) {
      moments.add(new double[] {0.1 + (i % 2 == 0 ? 0 : 1.4e-17)});
    }
    assertThat(Scaling.standard().fit(moments, 1).factor()).containsExactly(1.0);
  }

  private String job(String scaling) throws IOException {
    String[] lines = new String[A.length];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = A[i] + "," + B[i] + ",7.1," + i;
    }
    return "label = _c3, scaling = "
        + scaling
        + ", train = \""
        + write(folder, "rows.csv", lines)
        + "\"";
  }

  private static void assertScaled(
      LoadedData data, int column, double[] raw, double shift, double factor) {
    assertThat(data.encoding().shift().get(column)).isCloseTo(shift, within(1e-9));
    assertThat(data.encoding().factor().get(column)).isCloseTo(factor, within(1e-9 * factor));
    List<Loading.Example> rows = canonical(data.train(), values(1));
    for (int i = 0; i < raw.length; i++) {
      assertThat(rows.get(i).features().get(column))
          .isCloseTo((float) ((raw[i] - shift) * factor), within(1e-6f));
    }
  }

  private static double mean(double[] numbers) {
    return DoubleStream.of(numbers).sum() / numbers.length;
  }

  private static double deviation(double[] numbers) {
    double mean = mean(numbers);
    return Math.sqrt(
        DoubleStream.of(numbers).map(x -> (x - mean) * (x - mean)).sum() / numbers.length);
  }
}
