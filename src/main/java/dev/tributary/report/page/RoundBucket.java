package dev.tributary.report.page;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/** Some rounds that follow one another: of each figure the least, the mean and the largest. */
final class RoundBucket {
  /** More workers than this are counted, but not kept one by one. */
  static final int MOST_WORKERS = 32;

  private final long first;
  private long last;
  private int epoch;
  private int rounds;
  private final Map<RoundFigure, Spread> figures = new EnumMap<>(RoundFigure.class);
  private double[] compute = {};
  private double[] examples = {};

  /**
   * How a figure is spread over the rounds that have it; there is at least one.
   *
   * @param known how many have it
   */
  record Spread(int known, double sum, double least, double most) {
    double mean() {
      return sum / known;
    }

    Spread and(Spread other) {
      return new Spread(
          known + other.known,
          sum + other.sum,
          Math.min(least, other.least),
          Math.max(most, other.most));
    }
  }

  RoundBucket(RoundPoint point) {
    first = point.round();
    add(point);
  }

  /** A copy, which further rounds leave alone. */
  RoundBucket(RoundBucket other) {
    first = other.first;
    add(other);
  }

  void add(RoundPoint point) {
    last = point.round();
    epoch = point.epoch();
    rounds++;
    for (RoundFigure figure : RoundFigure.values()) {
      double value = figure.of(point);
      if (Double.isFinite(value)) {
        figures.merge(figure, new Spread(1, value, value, value), Spread::and);
      }
    }
    for (RoundPoint.Worker worker : point.workers()) {
      if (worker.number() < MOST_WORKERS) {
        makeRoom(worker.number() + 1);
        compute[worker.number()] += worker.compute();
        examples[worker.number()] += worker.examples();
      }
    }
  }

  /** Takes in the rounds of the bucket after this. */
  void add(RoundBucket next) {
    last = next.last;
    epoch = next.epoch;
    rounds += next.rounds;
    next.figures.forEach((figure, spread) -> figures.merge(figure, spread, Spread::and));
    makeRoom(next.compute.length);
    for (int worker = 0; worker < next.compute.length; worker++) {
      compute[worker] += next.compute[worker];
      examples[worker] += next.examples[worker];
    }
  }

  private void makeRoom(int workers) {
    if (compute.length < workers) {
      compute = Arrays.copyOf(compute, workers);
      examples = Arrays.copyOf(examples, workers);
    }
  }

  long first() {
    return first;
  }

  long last() {
    return last;
  }

  /** Of its last round. */
  int epoch() {
    return epoch;
  }

  /** Null where no round had the figure. */
  Spread spread(RoundFigure figure) {
    return figures.get(figure);
  }

  int workers() {
    return compute.length;
  }

  /** Seconds in minibatches a round; NaN of a worker that had no part. */
  double compute(int worker) {
    return worker < compute.length && examples[worker] > 0 ? compute[worker] / rounds : Double.NaN;
  }

  /** Examples a round; NaN of a worker that had no part. */
  double examples(int worker) {
    return worker < compute.length && examples[worker] > 0 ? examples[worker] / rounds : Double.NaN;
  }
}
