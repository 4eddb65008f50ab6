package dev.tributary.interop.dl4j.spark;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where driver and workers are one process, {@code local[*]}, what they hand to each other: by
 * reference, since to write and read it takes longer than a step.
 */
final class Exchange {
  private static final Map<String, Object> HANDED = new ConcurrentHashMap<>();

  private Exchange() {}

  static void put(String key, Object value) {
    HANDED.put(key, value);
  }

  /** What was put, which stays. */
  static <T> T find(String key, Class<T> type) {
    return type.cast(HANDED.get(key));
  }

  /** What was put, which is gone then. */
  static <T> T take(String key, Class<T> type) {
    return type.cast(HANDED.remove(key));
  }
}
