package dev.tributary.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundSeriesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void holdsFewRoundsAsTheyAre() {
    JsonNode tree = tree(series(1, 5));

    assertThat(tree.path("width").intValue()).isEqualTo(1);
    assertThat(tree.path("round").toString()).isEqualTo("[1,2,3,4,5]");
    JsonNode loss = tree.path("figures").path("loss");
    for (int i = 0; i < 5; i++) {
      assertThat(loss.path("mean").path(i).doubleValue())
          .isCloseTo(Runs.loss(i + 1L), within(1e-4));
    }
    assertThat(loss.has("min")).isFalse();
    JsonNode figures = tree.path("figures");
    assertThat(figures.path("examplesPerSecond").path("mean").path(0).doubleValue())
        .isCloseTo(200 / 0.03, within(1.0));
    assertThat(figures.path("wait").path("mean").path(0).doubleValue()).isEqualTo(0.005);
    assertThat(tree.path("workers").path(1).path("compute").path(0).doubleValue()).isEqualTo(0.02);
    assertThat(tree.path("workers").path(1).path("examples").path(0).doubleValue()).isEqualTo(101);
  }

  @ParameterizedTest
  @ValueSource(longs = {800, 801, 12_345, 100_000})
  void holdsManyRoundsByTheirLeastMeanAndLargest(long rounds) {
    JsonNode tree = tree(series(1, rounds));
    long width = tree.path("width").longValue();
    JsonNode lasts = tree.path("round");

    assertThat(lasts.size()).isBetween(RoundSeries.MOST_BUCKETS / 2, RoundSeries.MOST_BUCKETS);
    assertThat(lasts.path(lasts.size() - 1).longValue()).isEqualTo(rounds);
    JsonNode loss = tree.path("figures").path("loss");
    for (int i = 0; i < lasts.size(); i++) {
      long first = i * width + 1;
      double[] losses =
          LongStream.rangeClosed(first, Math.min(rounds, first + width - 1))
              .mapToDouble(Runs::loss)
              .toArray();
      assertThat(lasts.path(i).longValue()).isEqualTo(first + losses.length - 1);
      assertThat(loss.path("mean").path(i).doubleValue())
          .isCloseTo(Arrays.stream(losses).average().orElseThrow(), within(1e-4));
      if (width > 1) {
        assertThat(loss.path("min").path(i).doubleValue())
            .isCloseTo(Arrays.stream(losses).min().orElseThrow(), within(1e-4));
        assertThat(loss.path("max").path(i).doubleValue())
            .isCloseTo(Arrays.stream(losses).max().orElseThrow(), within(1e-4));
      }
    }
  }

  @Test
  void isTheSameWheneverItIsLookedAt() {
    RoundSeries watched = new RoundSeries();
    for (long round = 1; round <= 5000; round++) {
      watched.add(Runs.point(round, 1, 2));
      if (round % 7 == 0) {
        new RoundSeries(watched).add(Runs.point(round + 1, 2, 3));
      }
    }
    assertThat(tree(watched)).isEqualTo(tree(series(1, 5000)));
  }

  @Test
  void aRunThatGoesOnBeginsWhereItDoes() {
    JsonNode tree = tree(series(5_001, 9_000));

    assertThat(tree.path("first").longValue()).isEqualTo(5_001);
    assertThat(tree.path("width").longValue()).isEqualTo(8);
    assertThat(tree.path("round").path(0).longValue()).isEqualTo(5_008);
  }

  @Test
  void roundsThatWereUndoneGiveWay() {
    RoundSeries series = series(1, 10);
    series.add(Runs.point(4, 2, 2));
    assertThat(tree(series).path("round").toString()).isEqualTo("[1,2,3,4]");
    assertThat(tree(series).path("epoch").toString()).isEqualTo("[1,1,1,2]");
  }

  @Test
  void whatIsNotKnownIsNull() {
    RoundSeries series = new RoundSeries();
    RoundPoint point = Runs.point(1, 1, 1);
    series.add(
        new RoundPoint(
            1,
            1,
            100,
            Double.NaN,
            0.1,
            point.seconds(),
            RoundPoint.Gradient.UNKNOWN,
            point.workers()));
    JsonNode figures = tree(series).path("figures");
    assertThat(figures.path("loss").path("mean").path(0).isNull()).isTrue();
    assertThat(figures.path("gradientNorm").path("mean").path(0).isNull()).isTrue();
    assertThat(figures.path("learningRate").path("mean").path(0).doubleValue()).isEqualTo(0.1);
  }

  @Test
  void moreWorkersThanAPageHasRoomForAreCounted() {
    RoundSeries series = new RoundSeries();
    series.add(Runs.point(1, 1, 500));
    JsonNode tree = tree(series);
    assertThat(tree.path("workers").size()).isEqualTo(RoundBucket.MOST_WORKERS);
    assertThat(tree.path("figures").path("workers").path("mean").path(0).intValue()).isEqualTo(500);
  }

  private static RoundSeries series(long from, long to) {
    RoundSeries series = new RoundSeries();
    for (long round = from; round <= to; round++) {
      series.add(Runs.point(round, 1, 2));
    }
    return series;
  }

  private static JsonNode tree(RoundSeries series) {
    return JSON.valueToTree(series.tree());
  }
}
