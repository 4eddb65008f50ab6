package dev.tributary.optim;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.Technique;
import java.util.Optional;

/**
 * A rate that falls where a metric no longer improves: η₀ at first, and {@code η ← max(f η, m)} at
 * the end of each epoch that is the p-th in a row without an improvement. The epochs of the
 * cooldown that follows don't count. The driver watches the metric; {@link #rate} is η₀ always,
 * which the shared model's scale makes η.
 *
 * @param value η₀, the rate at the start
 * @param monitor the metric, named as for early stopping; {@code validation.loss} by default
 * @param factor f, between 0 and 1; 0.1 by default
 * @param patience p, at least 1; 10 by default
 * @param minimumChange an improvement is larger than this; at least 0; 0.0001 by default
 * @param cooldown epochs; 0 by default
 * @param minimum m, at least 0 and less than η₀; 0 by default
 */
@Technique(
    kind = Technique.Kind.SCHEDULE,
    name = "reduce_on_plateau",
    formula = "η ← factor · η when a metric has not improved for patience epochs",
    paper = "–",
    defaults = "factor 0.1, patience 10, minimum-change 0.0001, cooldown 0, minimum 0")
public record ReduceOnPlateau(
    double value,
    String monitor,
    double factor,
    int patience,
    double minimumChange,
    int cooldown,
    double minimum)
    implements LearningRateSchedule {
  private static final long serialVersionUID = 1L;

  static ReduceOnPlateau read(Section section) {
    double value = section.number("value", Range.positive());
    double minimum = section.number("minimum", 0, Range.atLeast(0));
    if (section.isSound("value") && section.isSound("minimum") && minimum >= value) {
      section.problem("minimum", "less than value, " + value);
    }
    return new ReduceOnPlateau(
        value,
        section.string("monitor", "validation.loss"),
        section.number("factor", 0.1, Range.inside(0, 1)),
        section.integer("patience", 10, Range.atLeast(1)),
        section.number("minimum-change", 1e-4, Range.atLeast(0)),
        section.integer("cooldown", 0, Range.atLeast(0)),
        minimum);
  }

  @Override
  public double rate(long step) {
    return value;
  }

  @Override
  public Optional<ReduceOnPlateau> plateau() {
    return Optional.of(this);
  }

  /** The scale of the rate after it was lowered once more. */
  public double lowered(double scale) {
    return Math.max(scale * factor, minimum / value);
  }
}
