package dev.tributary.model;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a model comes from.
 *
 * @param job the resolved job file as a tree, defaults not filled in; values of keys that sound
 *     like secrets are withheld when it is saved
 * @param data the training data's path
 * @param rows how many rows each part held: {@code train}, {@code validation}, {@code test}
 * @param versions of {@code tributary}, {@code spark}, {@code java}
 * @param seed the job's seed
 * @param workers how many workers trained
 * @param epochs how many epochs were trained to the end
 * @param created when, as ISO 8601, such as {@code 2026-01-31T12:00:00Z}
 * @param metrics the last ones, such as {@code test.accuracy}; those that aren't finite are left
 *     out
 */
public record Provenance(
    Map<String, Object> job,
    String data,
    Map<String, Long> rows,
    Map<String, String> versions,
    long seed,
    int workers,
    int epochs,
    String created,
    Map<String, Double> metrics) {
  public Provenance {
    job = JsonTree.copy(job);
    rows = Collections.unmodifiableMap(new TreeMap<>(rows));
    versions = Collections.unmodifiableMap(new TreeMap<>(versions));
    TreeMap<String, Double> finite = new TreeMap<>(metrics);
    finite.values().removeIf(value -> !Double.isFinite(value));
    metrics = Collections.unmodifiableMap(finite);
    try {
      Instant.parse(created);
    } catch (DateTimeParseException notAnInstant) {
      throw new IllegalArgumentException(
          "Invalid created: " + created + " (must be like 2026-01-31T12:00:00Z)", notAnInstant);
    }
  }

  /** Whether a key sounds like a secret, whose value isn't to be saved. */
  public static boolean withholds(String key) {
    return JsonTree.isSecret(key);
  }

  Provenance withoutSecrets() {
    return new Provenance(
        JsonTree.withoutSecrets(job),
        data,
        rows,
        versions,
        seed,
        workers,
        epochs,
        created,
        metrics);
  }
}
