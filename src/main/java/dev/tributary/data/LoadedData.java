package dev.tributary.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Training data, ready to train on.
 *
 * @param encoding how rows became numbers, as fitted on the training rows
 * @param train the training rows
 * @param validation the validation rows; may be empty
 * @param skippedRows how many rows were left out, by reason; empty where none was
 * @param classCounts training rows by class in the order of their indices; empty where targets are
 *     numbers
 * @param featureCounts what was missing or unknown in feature columns
 */
public record LoadedData(
    DataEncoding encoding,
    ShardSet train,
    ShardSet validation,
    Map<String, Long> skippedRows,
    Map<String, Long> classCounts,
    FeatureCounts featureCounts) {
  public LoadedData {
    skippedRows = Collections.unmodifiableMap(new LinkedHashMap<>(skippedRows));
    classCounts = Collections.unmodifiableMap(new LinkedHashMap<>(classCounts));
  }
}
