package dev.tributary.nn.loss;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.Technique;
import java.util.Map;

/** The setting {@code label-smoothing} of the cross-entropies: ε in [0, 1). */
@Technique(
    kind = Technique.Kind.REGULARIZATION,
    name = "label-smoothing",
    formula = "t ← t (1 − ε) + ε/K, in training only",
    paper = "Szegedy et al., 2016",
    defaults = "0")
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
