package dev.tributary.nn.activation;

import dev.tributary.config.Section;
import dev.tributary.nn.Catalogue;
import java.util.Map;

/** The activations that a job file can name. */
public final class Activations {
  private static final Map<String, ActivationType> TYPES =
      Catalogue.of(ActivationType.class, ActivationType::name);

  private Activations() {}

  /** The activation that {@code key} names; its settings stand in the same section. */
  public static Activation read(Section section, String key) {
    return section.choice(key, TYPES).read(section);
  }

  /** Every activation's kind by name. */
  public static Map<String, ActivationType> types() {
    return TYPES;
  }
}
