package dev.tributary.optim;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.Technique;

/**
 * One cycle: in straight lines from η₀ up to η₁ within {@code r·s} steps, back to η₀ within as
 * many, and in the rest of the s steps down to η₂, where it stays (Smith and Topin, 2018, section
 * 3). The momentum of an optimizer that has one goes the other way (Smith, 2018): from μ₁ down to
 * μ₀ while the rate rises, back up while it falls, and then it stays at μ₁. It takes the place of
 * the optimizer's own.
 *
 * @param maximum η₁
 * @param steps s
 * @param initial η₀, less than η₁; {@code η₁ / 10} by default
 * @param end η₂, at most η₀; {@code η₀ / 1000} by default
 * @param rise r, the share of the steps in which the rate rises; 0.45 by default
 * @param maximumMomentum μ₁, {@code [0, 1)}; 0.95 by default; NaN leaves momentum alone
 * @param minimumMomentum μ₀, at most μ₁; 0.85 by default; NaN as well
 */
@Technique(
    kind = Technique.Kind.SCHEDULE,
    name = "one_cycle",
    formula =
        "up to the maximum and back in straight lines, then down to nearly 0; momentum the other way",
    paper = "Smith and Topin, 2018; Smith, 2018",
    defaults = "initial maximum/10, end initial/1000, rise 0.45, momentum 0.95 to 0.85")
record OneCycle(
    double maximum,
    int steps,
    double initial,
    double end,
    double rise,
    double maximumMomentum,
    double minimumMomentum)
    implements LearningRateSchedule {
  private static final long serialVersionUID = 1L;

  static OneCycle read(Section section, Optimizer optimizer) {
    double maximum = section.number("maximum", Range.positive());
    double initial = section.number("initial", maximum / 10, Range.positive());
    double end = section.number("end", initial / 1000, Range.atLeast(0));
    if (section.isSound("maximum") && section.isSound("initial") && initial >= maximum) {
      section.problem("initial", "less than maximum, " + maximum);
    }
    if (section.isSound("initial") && section.isSound("end") && end > initial) {
      section.problem("end", "at most initial, " + initial);
    }
    double high = momentum(section, "maximum-momentum", 0.95, optimizer);
    double low = momentum(section, "minimum-momentum", Math.min(high, 0.85), optimizer);
    if (section.isSound("maximum-momentum") && section.isSound("minimum-momentum") && low > high) {
      section.problem("minimum-momentum", "at most maximum-momentum, " + high);
    }
    return new OneCycle(
        maximum,
        section.integer("steps", Range.atLeast(1)),
        initial,
        end,
        section.number("rise", 0.45, Range.inside(0, 0.5)),
        high,
        low);
  }

  private static double momentum(Section section, String key, double usual, Optimizer optimizer) {
    if (optimizer.hasMomentum()) {
      return section.number(key, usual, Range.fromBelow(0, 1));
    }
    if (section.has(key) && section.isSound(key)) {
      section.complain(
          key,
          "there is no momentum to change: the optimizer is "
              + optimizer.name()
              + "; those that have one are momentum, nesterov and rmsprop with momentum > 0."
              + " Take one of them, or leave this key out");
    }
    return Double.NaN;
  }

  @Override
  public long peak() {
    return (long) Math.ceil(rise * steps);
  }

  @Override
  public double rate(long step) {
    double way = (double) Math.min(step, steps) / steps;
    if (way < rise) {
      return initial + (maximum - initial) * way / rise;
    }
    if (way < 2 * rise) {
      return maximum - (maximum - initial) * (way - rise) / rise;
    }
    return initial + (end - initial) * (way - 2 * rise) / (1 - 2 * rise);
  }

  @Override
  public double momentum(long step) {
    double way = (double) Math.min(step, steps) / steps;
    double distance = Math.min(1, Math.abs(way - rise) / rise); // from the peak of the rate
    return minimumMomentum + (maximumMomentum - minimumMomentum) * distance;
  }
}
