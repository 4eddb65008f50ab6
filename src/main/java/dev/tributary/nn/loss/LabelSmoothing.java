package dev.tributary.nn.loss;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import java.util.Map;

/** The setting {@code label-smoothing} of the cross-entropies: ε in [0, 1). */
final class LabelSmoothing {
  private static final String KEY = "label-smoothing";

  private LabelSmoothing() {}

  static double read(Section section) {
    return section.number(KEY, 0, Range.fromBelow(0, 1));
  }

  static Map<String, Object> settings(double smoothing) {
    return Map.of(KEY, smoothing);
  }
}
