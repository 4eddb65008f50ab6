package dev.tributary.nn;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;

/** The kinds of something that are on the class path, by the name that job files use. */
public final class Catalogue {
  private Catalogue() {}

  /**
   * Everything registered for a service, by name.
   *
   * @throws IllegalStateException if two have the same name
   */
  public static <T> Map<String, T> of(Class<T> service, Function<T, String> name) {
    Map<String, T> byName = new TreeMap<>();
    for (T type : ServiceLoader.load(service, service.getClassLoader())) {
      T other = byName.put(name.apply(type), type);
      if (other != null) {
        throw new IllegalStateException(
            "Invalid class path: two "
                + service.getSimpleName()
                + "s are named "
                + name.apply(type));
      }
    }
    return byName;
  }
}
