package dev.tributary.report.tensorboard;

/**
 * Counts values in {@value #BUCKETS} buckets of equal width from the least to the largest, as
 * {@code tf.summary.histogram} does. Values that are all the same have one bucket of width 1 around
 * them; what isn't a finite number is left out.
 */
final class Histogram {
  private static final int BUCKETS = 30;

  private final double least;
  private final double width;
  private final long[] counts;

  private Histogram(double least, double width, long[] counts) {
    this.least = least;
    this.width = width;
    this.counts = counts;
  }

  /** The histogram of {@code values} from {@code from} up to, but without, {@code to}. */
  static Histogram of(float[] values, int from, int to) {
    float least = Float.POSITIVE_INFINITY;
    float largest = Float.NEGATIVE_INFINITY;
    long finite = 0;
    for (int i = from; i < to; i++) {
      float value = values[i];
      if (Float.isFinite(value)) {
        least = Math.min(least, value);
        largest = Math.max(largest, value);
        finite++;
      }
    }
    if (finite == 0) {
      return new Histogram(0, 0, new long[0]);
    }
    if (least == largest) {
      return new Histogram(least - 0.5, 1, new long[] {finite});
    }
    double width = ((double) largest - least) / BUCKETS;
    long[] counts = new long[BUCKETS];
    for (int i = from; i < to; i++) {
      if (Float.isFinite(values[i])) {
        counts[Math.min(BUCKETS - 1, (int) ((values[i] - (double) least) / width))]++;
      }
    }
    return new Histogram(least, width, counts);
  }

  int buckets() {
    return counts.length;
  }

  double left(int bucket) {
    return least + bucket * width;
  }

  double right(int bucket) {
    return left(bucket + 1);
  }

  long count(int bucket) {
    return counts[bucket];
  }
}
