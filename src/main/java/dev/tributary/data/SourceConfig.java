package dev.tributary.data;

import java.util.Map;

/**
 * Where rows come from.
 *
 * @param format csv, parquet, json, orc, libsvm, idx, any other format Spark's reader knows, or
 *     {@code auto}
 * @param path a file, a folder, a pattern with wildcards; for idx the prefix of the file names
 * @param options handed to Spark's reader
 * @param badRows what to do with rows that can't be used
 */
public record SourceConfig(
    String format, String path, Map<String, String> options, BadRows badRows) {
  public SourceConfig {
    options = Map.copyOf(options);
  }
}
