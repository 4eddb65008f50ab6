package dev.tributary.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Trees of maps, lists, texts, numbers, truth values and nulls: what JSON can hold. */
final class JsonTree {
  static final String WITHHELD = "(withheld)";

  /** As Spark's own {@code spark.redaction.regex}, and a little more. */
  private static final Pattern SECRET =
      Pattern.compile("(?i)secret|password|passphrase|token|credential|access[.-]?key");

  private JsonTree() {}

  /**
   * An unmodifiable deep copy, in the same order.
   *
   * @throws IllegalArgumentException at a value that JSON can't hold
   */
  static Map<String, Object> copy(Map<String, ?> tree) {
    Map<String, Object> copy = new LinkedHashMap<>();
    tree.forEach((key, value) -> copy.put(key, copyOf(value)));
    return Collections.unmodifiableMap(copy);
  }

  private static Object copyOf(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((key, element) -> copy.put((String) key, copyOf(element)));
      return Collections.unmodifiableMap(copy);
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>(list.size());
      list.forEach(element -> copy.add(copyOf(element)));
      return Collections.unmodifiableList(copy);
    }
    boolean sound =
        value == null
            || value instanceof String
            || value instanceof Boolean
            || value instanceof Integer
            || value instanceof Long
            || (value instanceof Double number && Double.isFinite(number));
    if (!sound) {
      throw new IllegalArgumentException(
          "Invalid value: %s of %s (must fit into JSON)".formatted(value, value.getClass()));
    }
    return value;
  }

  static boolean isSecret(String key) {
    return SECRET.matcher(key).find();
  }

  /** A copy in which the values of keys that sound like secrets are withheld. */
  static Map<String, Object> withoutSecrets(Map<String, Object> tree) {
    Map<String, Object> copy = new LinkedHashMap<>();
    tree.forEach((key, value) -> copy.put(key, isSecret(key) ? WITHHELD : withoutSecrets(value)));
    return copy;
  }

  @SuppressWarnings("unchecked") // copyOf let only maps from String through
  private static Object withoutSecrets(Object value) {
    if (value instanceof Map<?, ?> map) {
      return withoutSecrets((Map<String, Object>) map);
    }
    return value instanceof List<?> list
        ? list.stream().map(JsonTree::withoutSecrets).toList()
        : value;
  }
}
