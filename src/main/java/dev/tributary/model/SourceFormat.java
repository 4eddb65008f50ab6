package dev.tributary.model;

import java.util.Map;
import java.util.TreeMap;

/**
 * How the training data were read, so that {@code evaluate} and {@code predict} read alike.
 *
 * @param format as in the job file's {@code data.format}
 * @param options handed to the reader; those that sound like secrets are never saved
 */
public record SourceFormat(String format, Map<String, String> options) {
  public SourceFormat {
    options = Map.copyOf(options);
  }

  SourceFormat withoutSecrets() {
    Map<String, String> kept = new TreeMap<>(options);
    kept.keySet().removeIf(JsonTree::isSecret);
    return new SourceFormat(format, kept);
  }
}
