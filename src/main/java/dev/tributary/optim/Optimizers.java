package dev.tributary.optim;

import dev.tributary.config.Section;
import dev.tributary.nn.Catalogue;
import java.util.Map;

/** The optimizers that a job file can name. */
public final class Optimizers {
  private static final Map<String, OptimizerType> TYPES =
      Catalogue.of(OptimizerType.class, OptimizerType::name);

  private Optimizers() {}

  /** The optimizer that {@code key} describes: {@code { type = nesterov, momentum = 0.9 }}. */
  public static Optimizer read(Section section, String key) {
    Section own = section.typed(key, "type");
    return own.choice("type", TYPES).read(own);
  }

  /** Every optimizer's kind by name. */
  public static Map<String, OptimizerType> types() {
    return TYPES;
  }
}
