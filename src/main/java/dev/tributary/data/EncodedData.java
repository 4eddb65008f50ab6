package dev.tributary.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Data encoded as a model knows it.
 *
 * @param shards the rows
 * @param skippedRows how many rows were left out, by reason; empty where none was
 * @param featureCounts what was missing or unknown in the others
 */
public record EncodedData(
    ShardSet shards, Map<String, Long> skippedRows, FeatureCounts featureCounts) {
  public EncodedData {
    skippedRows = Collections.unmodifiableMap(new LinkedHashMap<>(skippedRows));
  }
}
