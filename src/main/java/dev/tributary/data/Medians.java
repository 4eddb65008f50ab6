package dev.tributary.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.apache.spark.api.java.JavaRDD;

/**
 * Exact medians of columns over the training rows, in four passes over rows that were read already.
 *
 * <p>A radix selection: a number's bits, put so that they sort as the numbers do, are settled 16 at
 * a time from the top, by counting how many values go on with each. Of an even count the median is
 * half-way between the two middle values. Nothing depends on how the rows are spread.
 */
final class Medians {
  private static final int BITS = 16;
  private static final int BUCKETS = 1 << BITS;

  private Medians() {}

  /**
   * A value of a column that is looked for by its rank.
   *
   * <p>A plain class, because Kryo of Spark's version can't read records.
   */
  private static final class Search implements Serializable {
    private static final long serialVersionUID = 1L;
    private final int place;
    private final NumberEncoding encoding;
    private long rank;
    private long prefix;
    private int known;

    private Search(int place, NumberEncoding encoding, long rank) {
      this.place = place;
      this.encoding = encoding;
      this.rank = rank;
    }

    private void count(double value, long[] buckets) {
      if (Double.isNaN(value)) {
        return;
      }
      long key = key(encoding.clipped(value));
      if (known == 0 || key >>> (Long.SIZE - known) == prefix) {
        buckets[(int) (key >>> (Long.SIZE - known - BITS)) & (BUCKETS - 1)]++;
      }
    }

    private void settle(long[] buckets) {
      int bucket = 0;
      while (rank >= buckets[bucket]) {
        rank -= buckets[bucket++];
      }
      prefix = prefix << BITS | bucket;
      known += BITS;
    }
  }

  /**
   * The medians of some columns of single numbers, each of which has a value.
   *
   * @param places where they stand among the numbers that are read of a row
   */
  static IntToDoubleFunction of(
      JavaRDD<RowBlock> blocks, ExampleReader reader, FeatureCensus census, List<Integer> places) {
    if (places.isEmpty()) {
      return place -> Double.NaN;
    }
    List<Search> searches = new ArrayList<>();
    for (int place : places) {
      NumberEncoding encoding = encoding(reader.features(), place);
      long count = census.number(place).count();
      searches.add(new Search(place, encoding, (count - 1) / 2));
      searches.add(new Search(place, encoding, count / 2));
    }
    for (int known = 0; known < Long.SIZE; known += BITS) {
      long[][] buckets =
          blocks
              .mapPartitions(
                  each -> Collections.singletonList(count(each, reader, searches)).iterator())
              .reduce(Medians::sum);
      for (int i = 0; i < searches.size(); i++) {
        searches.get(i).settle(buckets[i]);
      }
    }
    return place -> {
      int at = 2 * places.indexOf(place);
      double low = number(searches.get(at).prefix);
      double high = number(searches.get(at + 1).prefix);
      return low == high ? low : low / 2 + high / 2;
    };
  }

  private static NumberEncoding encoding(FeatureReader reader, int place) {
    int column = 0;
    for (int from = reader.width(0); from <= place; from += reader.width(column)) {
      column++;
    }
    return (NumberEncoding) reader.encodings()[column];
  }

  private static long[][] count(
      Iterator<RowBlock> blocks, ExampleReader reader, List<Search> searches) {
    long[][] buckets = new long[searches.size()][BUCKETS];
    double[] row = new double[reader.features().width()];
    while (blocks.hasNext()) {
      RowBlock block = blocks.next();
      Split.Segment split = reader.split().segment(block.segment());
      for (int i = 0; i < block.rows; i++) {
        long number = block.number(i);
        if (!split.isValidation(number, split.hash(number))) {
          block.features(i, row);
          for (int j = 0; j < buckets.length; j++) {
            Search search = searches.get(j);
            search.count(row[search.place], buckets[j]);
          }
        }
      }
    }
    return buckets;
  }

  private static long[][] sum(long[][] some, long[][] others) {
    for (int i = 0; i < some.length; i++) {
      for (int j = 0; j < some[i].length; j++) {
        some[i][j] += others[i][j];
      }
    }
    return some;
  }

  /** Unsigned, these sort as the numbers do; 0 and -0 are one. */
  private static long key(double value) {
    long bits = Double.doubleToLongBits(value + 0.0);
    return bits ^ (bits >> 63 | Long.MIN_VALUE);
  }

  private static double number(long key) {
    return Double.longBitsToDouble(key < 0 ? key ^ Long.MIN_VALUE : ~key);
  }
}
