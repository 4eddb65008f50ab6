package dev.tributary.train;

import java.lang.ref.SoftReference;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * What tasks want again soon, kept between them: of all values the last used, up to some bytes, and
 * the very last even if it is larger. A JVM that runs out of memory lets go of them.
 *
 * <p>Safe for use by several tasks at once; what two of them miss at the same time, both make.
 */
final class Shelf<K, V> {
  private record Kept<V>(SoftReference<V> value, long bytes) {}

  private final long mostBytes;
  private final ToLongFunction<V> size;
  private final Map<K, Kept<V>> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  /**
   * @param mostBytes how much is kept
   * @param size the bytes of a value
   */
  Shelf(long mostBytes, ToLongFunction<V> size) {
    this.mostBytes = mostBytes;
    this.size = size;
  }

  /** The value that is kept under a key, or else a new one, which is kept from now on. */
  V get(K key, Supplier<V> source) {
    V present = find(key);
    if (present != null) {
      return present;
    }
    V made = source.get();
    keep(key, made);
    return made;
  }

  /** Lets go of a value, if it is there. */
  synchronized void remove(K key) {
    Kept<V> old = kept.remove(key);
    bytes -= old == null ? 0 : old.bytes;
  }

  private synchronized V find(K key) {
    Kept<V> found = kept.get(key);
    return found == null ? null : found.value.get();
  }

  private synchronized void keep(K key, V value) {
    remove(key);
    long added = size.applyAsLong(value);
    Iterator<Kept<V>> eldest = kept.values().iterator();
    while (eldest.hasNext() && bytes + added > mostBytes) {
      bytes -= eldest.next().bytes;
      eldest.remove();
    }
    kept.put(key, new Kept<>(new SoftReference<>(value), added));
    bytes += added;
  }
}
