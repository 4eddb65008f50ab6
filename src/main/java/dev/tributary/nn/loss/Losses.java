package dev.tributary.nn.loss;

import dev.tributary.config.Section;
import dev.tributary.nn.Catalogue;
import java.util.Map;

/** The losses that a job file can name. */
public final class Losses {
  private static final Map<String, LossType> TYPES = Catalogue.of(LossType.class, LossType::name);

  private Losses() {}

  /** The loss that {@code key} names; its settings, if any, stand in the same object. */
  public static Loss read(Section section, String key) {
    Section own = section.typed(key, "type");
    return own.choice("type", TYPES).read(own);
  }

  /** Every loss's kind by name. */
  public static Map<String, LossType> types() {
    return TYPES;
  }
}
