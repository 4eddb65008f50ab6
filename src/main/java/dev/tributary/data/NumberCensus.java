package dev.tributary.data;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * What a census finds out of one number of the training rows: exact sums, so that it is the same
 * however the rows are spread.
 *
 * <p>Of primitives and arrays: task results may travel by Kryo, which can't read records.
 */
final class NumberCensus implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final MathContext DIGITS = new MathContext(60);

  private final double least;
  private final double most;
  private final boolean curved;
  private long count;
  private long missing;

  /** Of the clipped values. */
  private final ExactSum clipped = new ExactSum();

  /** Of what a curve made of them. */
  private final ExactSum sum = new ExactSum();

  private final ExactSum squares = new ExactSum();
  private double low = Double.POSITIVE_INFINITY;
  private double high = Double.NEGATIVE_INFINITY;

  NumberCensus(NumberEncoding encoding) {
    this.least = encoding.clipped(Double.NEGATIVE_INFINITY);
    this.most = encoding.clipped(Double.POSITIVE_INFINITY);
    this.curved = encoding.curve() == Curve.LOG;
  }

  /** Adds a value; NaN is a missing one. */
  void add(double value) {
    if (Double.isNaN(value)) {
      missing++;
      return;
    }
    count++;
    double within = Math.min(Math.max(value, least), most);
    double bent = bent(within);
    if (curved) {
      clipped.add(within);
    }
    sum.add(bent);
    squares.addSquare(bent);
    low = Math.min(low, bent);
    high = Math.max(high, bent);
  }

  void merge(NumberCensus other) {
    count += other.count;
    missing += other.missing;
    clipped.merge(other.clipped);
    sum.merge(other.sum);
    squares.merge(other.squares);
    low = Math.min(low, other.low);
    high = Math.max(high, other.high);
  }

  private double bent(double value) {
    return curved ? Curve.LOG.at(value) : value;
  }

  /** How many values there are. */
  long count() {
    return count;
  }

  long missing() {
    return missing;
  }

  /** The mean of the clipped values. */
  double mean() {
    return (curved ? clipped : sum).mean(count);
  }

  /**
   * Shift and factor of a scaling, {@code [2]}, fitted to the values with a number in the place of
   * the missing ones.
   */
  double[] fit(Scaling scaling, double fill) {
    double filled = missing == 0 ? 0 : bent(fill);
    return switch (scaling.kind()) {
      case STANDARD -> standard(filled);
      case MINMAX -> {
        double least = missing == 0 ? low : Math.min(low, filled);
        double most = missing == 0 ? high : Math.max(high, filled);
        yield new double[] {least, Scaling.inverse(most - least)};
      }
      case DIVISOR -> new double[] {0, 1 / scaling.divisor()};
      case NONE -> new double[] {0, 1};
    };
  }

  /** Variance as {@code (n Σx² - (Σx)²) / n²}, which loses nothing where sums are exact. */
  private double[] standard(double filled) {
    BigDecimal fill = new BigDecimal(filled);
    BigDecimal gaps = BigDecimal.valueOf(missing);
    BigDecimal n = BigDecimal.valueOf(count + missing);
    BigDecimal first = sum.value().add(gaps.multiply(fill));
    BigDecimal second = squares.value().add(gaps.multiply(fill).multiply(fill));
    double mean = first.divide(n, DIGITS).doubleValue();
    BigDecimal spread = n.multiply(second).subtract(first.multiply(first)).max(BigDecimal.ZERO);
    double deviation = spread.sqrt(DIGITS).divide(n, DIGITS).doubleValue();
    // As Moments have it: a constant column must not be blown up.
    double usable = deviation <= Math.abs(mean) * 1e-14 ? 0 : deviation;
    return new double[] {mean, Scaling.inverse(usable)};
  }
}
