package dev.tributary.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Data encoded as a model knows it.
 *
 * @param shards the rows
 * @param skippedRows how many rows were left out, by reason; empty where none was
 */
public record EncodedData(ShardSet shards, Map<String, Long> skippedRows) {
  public EncodedData {
    skippedRows = Collections.unmodifiableMap(new LinkedHashMap<>(skippedRows));
  }
}
