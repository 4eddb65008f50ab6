package dev.tributary.nn.layer;

import dev.tributary.config.Section;
import dev.tributary.nn.Catalogue;
import dev.tributary.nn.activation.Activations;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** All that a job file can name as an activation: the functions, and the layers that act as one. */
public final class Nonlinearities {
  private static final Map<String, Function<Section, Nonlinearity>> READERS = readers();

  private Nonlinearities() {}

  /** The one that {@code key} names; its settings stand in the same section. */
  public static Nonlinearity read(Section section, String key) {
    return section.choice(key, READERS).apply(section);
  }

  /** Every name. */
  public static Set<String> names() {
    return Collections.unmodifiableSet(READERS.keySet());
  }

  private static Map<String, Function<Section, Nonlinearity>> readers() {
    Map<String, Function<Section, Nonlinearity>> readers = new TreeMap<>();
    Activations.types()
        .forEach(
            (name, type) -> readers.put(name, section -> new ActivationLayer(type.read(section))));
    Catalogue.of(LayerType.class, LayerType::name)
        .forEach(
            (name, type) -> {
              if (type instanceof NonlinearityType nonlinearity) {
                readers.put(name, nonlinearity::nonlinearity);
              }
            });
    return readers;
  }
}
