package dev.tributary.optim;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The learning rate at each step of the whole run, however the run is cut into rounds. */
public sealed interface LearningRateSchedule extends Serializable {
  /**
   * The rate, at least 0.
   *
   * @param step steps taken before this one, over the whole run: from 0
   */
  double rate(long step);

  /**
   * Reads {@code learning-rate { schedule = constant, value = 0.05 }}; {@code learning-rate = 0.05}
   * means the same.
   */
  static LearningRateSchedule read(Section section, String key) {
    if (section.holdsNumber(key)) {
      return new Constant(section.number(key, Range.positive()));
    }
    Section own = section.typed(key, "schedule");
    Map<String, Function<Section, LearningRateSchedule>> kinds = new LinkedHashMap<>();
    kinds.put("constant", each -> new Constant(value(each)));
    kinds.put(
        "power",
        each -> new Power(value(each), steps(each), each.number("power", 1, Range.positive())));
    kinds.put(
        "exponential",
        each ->
            new Exponential(
                value(each), steps(each), each.number("factor", 0.1, Range.inside(0, 1))));
    kinds.put(
        "cosine",
        each -> new Cosine(value(each), steps(each), each.number("minimum", 0, Range.atLeast(0))));
    return own.choice("schedule", kinds).apply(own);
  }

  private static double value(Section section) {
    return section.number("value", Range.positive());
  }

  private static int steps(Section section) {
    return section.integer("steps", Range.atLeast(1));
  }

  /**
   * The same rate at every step.
   *
   * @param value the rate
   */
  record Constant(double value) implements LearningRateSchedule {
    private static final long serialVersionUID = 1L;

    @Override
    public double rate(long step) {
      return value;
    }
  }

  /**
   * Power scheduling: {@code η(t) = η₀ / (1 + t/s)^c}.
   *
   * @param value η₀, the rate at the start
   * @param steps s; with {@code c = 1} the rate is halved after the first s steps, and a third
   *     after 2s
   * @param power c; 1 by default
   */
  record Power(double value, int steps, double power) implements LearningRateSchedule {
    private static final long serialVersionUID = 1L;

    @Override
    public double rate(long step) {
      return value / Math.pow(1 + (double) step / steps, power);
    }
  }

  /**
   * Exponential scheduling: {@code η(t) = η₀ · f^(t/s)}: every s steps the rate is multiplied with
   * f.
   *
   * @param value η₀, the rate at the start
   * @param steps s
   * @param factor f, between 0 and 1; 0.1 by default
   */
  record Exponential(double value, int steps, double factor) implements LearningRateSchedule {
    private static final long serialVersionUID = 1L;

    @Override
    public double rate(long step) {
      return value * Math.pow(factor, (double) step / steps);
    }
  }

  /**
   * Half a cosine: {@code η(t) = m + (η₀ - m)(1 + cos(π·min(t, s)/s)) / 2} (Loshchilov and Hutter,
   * 2017, eq. 5, without restarts).
   *
   * @param value η₀, the rate at the start
   * @param steps s, after which the rate stays at m
   * @param minimum m; 0 by default
   */
  record Cosine(double value, int steps, double minimum) implements LearningRateSchedule {
    private static final long serialVersionUID = 1L;

    @Override
    public double rate(long step) {
      double way = (double) Math.min(step, steps) / steps;
      return minimum + (value - minimum) * (1 + Math.cos(Math.PI * way)) / 2;
    }
  }
}
