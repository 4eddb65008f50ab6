package dev.tributary.report.page;

import dev.tributary.report.page.RoundBucket.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The rounds of a run, however many, in at most {@value #MOST_BUCKETS} buckets. Bucket k holds the
 * rounds from {@code k·width + 1} to {@code (k + 1)·width}; where there would be too many, width
 * doubles and neighbors become one. So the same rounds always give the same buckets, whenever they
 * are looked at.
 */
final class RoundSeries {
  static final int MOST_BUCKETS = 800;

  private final List<RoundBucket> buckets = new ArrayList<>();
  private long width = 1;

  RoundSeries() {}

  /** A copy, which further rounds leave alone. */
  RoundSeries(RoundSeries other) {
    width = other.width;
    other.buckets.forEach(bucket -> buckets.add(new RoundBucket(bucket)));
  }

  /** A round that isn't after the last one takes its place: training went back to before it. */
  void add(RoundPoint point) {
    while (!buckets.isEmpty() && buckets.get(buckets.size() - 1).first() >= point.round()) {
      buckets.remove(buckets.size() - 1);
    }
    RoundBucket last = buckets.isEmpty() ? null : buckets.get(buckets.size() - 1);
    if (last != null && number(last.first()) == number(point.round())) {
      last.add(point);
      return;
    }
    buckets.add(new RoundBucket(point));
    if (buckets.size() > MOST_BUCKETS) {
      halve();
    }
  }

  private void halve() {
    width *= 2;
    List<RoundBucket> former = List.copyOf(buckets);
    buckets.clear();
    for (RoundBucket bucket : former) {
      RoundBucket last = buckets.isEmpty() ? null : buckets.get(buckets.size() - 1);
      if (last != null && number(last.first()) == number(bucket.first())) {
        last.add(bucket);
      } else {
        buckets.add(bucket);
      }
    }
  }

  private long number(long round) {
    return (round - 1) / width;
  }

  /**
   * The columns: {@code round} and {@code epoch}, of each bucket's last round; for each figure its
   * {@code mean}, and {@code min} and {@code max} where buckets hold several rounds; {@code
   * workers}, a column for each. What isn't known is null.
   */
  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("width", width);
    tree.put("first", buckets.isEmpty() ? 0 : buckets.get(0).first());
    tree.put("round", buckets.stream().map(RoundBucket::last).toList());
    tree.put("epoch", buckets.stream().map(RoundBucket::epoch).toList());
    Map<String, Object> figures = new LinkedHashMap<>();
    for (RoundFigure figure : RoundFigure.values()) {
      Map<String, Object> columns = new LinkedHashMap<>();
      columns.put("mean", column(figure, Spread::mean));
      if (width > 1) {
        columns.put("min", column(figure, Spread::least));
        columns.put("max", column(figure, Spread::most));
      }
      figures.put(figure.key(), columns);
    }
    tree.put("figures", figures);
    List<Map<String, Object>> workers = new ArrayList<>();
    int most = buckets.stream().mapToInt(RoundBucket::workers).max().orElse(0);
    for (int i = 0; i < most; i++) {
      int worker = i;
      Map<String, Object> columns = new LinkedHashMap<>();
      columns.put("compute", column(bucket -> bucket.compute(worker)));
      columns.put("examples", column(bucket -> bucket.examples(worker)));
      workers.add(columns);
    }
    tree.put("workers", workers);
    return tree;
  }

  private List<Double> column(RoundFigure figure, ToDoubleFunction<Spread> value) {
    return column(
        bucket -> {
          Spread spread = bucket.spread(figure);
          return spread == null ? Double.NaN : value.applyAsDouble(spread);
        });
  }

  private List<Double> column(ToDoubleFunction<RoundBucket> value) {
    List<Double> column = new ArrayList<>(buckets.size());
    buckets.forEach(bucket -> column.add(Digits.few(value.applyAsDouble(bucket))));
    return column;
  }
}
