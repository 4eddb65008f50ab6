package dev.tributary.data;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/**
 * Packed examples on the cluster: partition {@code partitions.get(i)} of {@code rdd} holds exactly
 * one {@link Shard} of {@code rows.get(i)} examples.
 *
 * @param rdd one shard a partition, persisted
 * @param partitions which partitions of it belong to this set
 * @param rows how many examples each of them holds
 */
public record ShardSet(JavaRDD<Shard> rdd, List<Integer> partitions, List<Integer> rows) {
  public ShardSet {
    partitions = List.copyOf(partitions);
    rows = List.copyOf(rows);
  }

  /** The number of examples in all shards. */
  public long totalRows() {
    return rows.stream().mapToLong(Integer::longValue).sum();
  }

  public boolean isEmpty() {
    return totalRows() == 0;
  }
}
