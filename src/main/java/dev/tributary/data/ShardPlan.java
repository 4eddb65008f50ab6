package dev.tributary.data;

import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How rows are dealt to shards: row {@code i} goes to shard {@code i mod S}, position {@code i div
 * S}.
 *
 * @param rows how many rows there are
 * @param shards S; 0 where there are no rows
 */
record ShardPlan(long rows, int shards) implements Serializable {
  static final int MOST_ROWS = 131_072;
  static final long MOST_BYTES = 32L << 20;

  /**
   * {@code workers × k} shards, k being the smallest with which no shard holds more than {@link
   * #MOST_ROWS} rows or about {@link #MOST_BYTES} bytes; never more shards than rows.
   */
  static ShardPlan of(long rows, long rowBytes, int workers) {
    long most = Math.max(1, Math.min(MOST_ROWS, MOST_BYTES / Math.max(1, rowBytes)));
    long share = workers * most;
    long times = Math.max(1, (rows + share - 1) / share);
    return new ShardPlan(rows, Math.toIntExact(Math.min(workers * times, rows)));
  }

  /** How many rows each shard holds. */
  List<Integer> shardRows() {
    return IntStream.range(0, shards).map(this::rowsOf).boxed().toList();
  }

  /** How many rows a shard holds. */
  int rowsOf(int shard) {
    return Math.toIntExact((rows - shard + shards - 1) / shards);
  }
}
