package dev.tributary.optim;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.Technique;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The learning rate, and perhaps the momentum, at each step of the whole run, however the run is
 * cut into rounds.
 */
public sealed interface LearningRateSchedule extends Serializable
    permits LearningRateSchedule.Constant,
        LearningRateSchedule.Power,
        LearningRateSchedule.Exponential,
        LearningRateSchedule.Cosine,
        LearningRateSchedule.Piecewise,
        LearningRateSchedule.Polynomial,
        LearningRateSchedule.WarmUp,
        OneCycle,
        ReduceOnPlateau {
  /**
   * The rate, at least 0.
   *
   * @param step steps taken before this one, over the whole run: from 0
   */
  double rate(long step);

  /**
   * The momentum, {@code [0, 1)}; NaN, as in most schedules, leaves it to the optimizer.
   *
   * @param step as in {@link #rate}
   */
  default double momentum(long step) {
    return Double.NaN;
  }

  /** How many steps at the start the rate rises for, as in a warm-up; 0 in most schedules. */
  default long peak() {
    return 0;
  }

  /** The part of it that follows a metric, if there is one. */
  default Optional<ReduceOnPlateau> plateau() {
    return Optional.empty();
  }

  /**
   * Reads {@code learning-rate { schedule = constant, value = 0.05 }}; {@code learning-rate = 0.05}
   * means the same. {@code warmup-steps} puts a {@link WarmUp} before any schedule.
   *
   * @param optimizer whose rate it is
   */
  static LearningRateSchedule read(Section section, String key, Optimizer optimizer) {
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
    kinds.put("piecewise", Piecewise::read);
    kinds.put(
        "polynomial",
        each ->
            new Polynomial(
                value(each),
                each.number("end", 0, Range.atLeast(0)),
                steps(each),
                each.number("power", 1, Range.positive())));
    kinds.put("one_cycle", each -> OneCycle.read(each, optimizer));
    kinds.put("reduce_on_plateau", ReduceOnPlateau::read);
    LearningRateSchedule schedule = own.choice("schedule", kinds).apply(own);
    int warmup = own.integer("warmup-steps", 0, Range.atLeast(0));
    return warmup == 0 ? schedule : new WarmUp(warmup, schedule);
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
  @Technique(
      kind = Technique.Kind.SCHEDULE,
      name = "constant",
      formula = "η₀",
      paper = "–",
      defaults = "value required")
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
  @Technique(
      kind = Technique.Kind.SCHEDULE,
      name = "power",
      formula = "η₀ / (1 + t/s)^c",
      paper = "–",
      defaults = "power 1")
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
  @Technique(
      kind = Technique.Kind.SCHEDULE,
      name = "exponential",
      formula = "η₀ f^(t/s)",
      paper = "–",
      defaults = "factor 0.1")
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
  @Technique(
      kind = Technique.Kind.SCHEDULE,
      name = "cosine",
      formula = "m + (η₀ − m)(1 + cos(π min(t, s)/s)) / 2",
      paper = "Loshchilov and Hutter, 2017",
      defaults = "minimum 0")
  record Cosine(double value, int steps, double minimum) implements LearningRateSchedule {
    private static final long serialVersionUID = 1L;

    @Override
    public double rate(long step) {
      double way = (double) Math.min(step, steps) / steps;
      return minimum + (value - minimum) * (1 + Math.cos(Math.PI * way)) / 2;
    }
  }

  /**
   * Steps: {@code values[i]} from step {@code boundaries[i - 1]} on, and before step {@code
   * boundaries[i]}; so the first value is that of as many steps as the first boundary says. (Keras
   * changes one step later.)
   *
   * @param boundaries steps, each greater than the one before
   * @param values the rates: one more than boundaries
   */
  @Technique(
      kind = Technique.Kind.SCHEDULE,
      name = "piecewise",
      formula = "a value up to each boundary and one after",
      paper = "–",
      defaults = "boundaries, values required")
  record Piecewise(List<Integer> boundaries, List<Double> values) implements LearningRateSchedule {
    private static final long serialVersionUID = 1L;

    public Piecewise {
      boundaries = List.copyOf(boundaries);
      values = List.copyOf(values);
    }

    private static Piecewise read(Section section) {
      List<Integer> boundaries = section.integers("boundaries", Range.atLeast(1));
      List<Double> values = section.numbers("values", Range.positive());
      if (section.isSound("boundaries")) {
        for (int i = 1; i < boundaries.size(); i++) {
          if (boundaries.get(i) <= boundaries.get(i - 1)) {
            section.problem("boundaries", "steps in rising order");
            break;
          }
        }
        if (section.isSound("values") && values.size() != boundaries.size() + 1) {
          section.problem(
              "values", "one more than there are boundaries, that is, " + (boundaries.size() + 1));
        }
      }
      return new Piecewise(boundaries, values);
    }

    @Override
    public double rate(long step) {
      int i = 0;
      while (i < boundaries.size() && step >= boundaries.get(i)) {
        i++;
      }
      return values.get(i);
    }
  }

  /**
   * Polynomial scheduling: {@code η(t) = e + (η₀ - e)(1 - min(t, s)/s)^p}.
   *
   * @param value η₀, the rate at the start
   * @param end e, the rate after s steps and from there on; 0 by default
   * @param steps s
   * @param power p; 1 by default, a straight line
   */
  @Technique(
      kind = Technique.Kind.SCHEDULE,
      name = "polynomial",
      formula = "e + (η₀ − e)(1 − min(t, s)/s)^p",
      paper = "–",
      defaults = "end 0, power 1")
  record Polynomial(double value, double end, int steps, double power)
      implements LearningRateSchedule {
    private static final long serialVersionUID = 1L;

    @Override
    public double rate(long step) {
      double left = 1 - (double) Math.min(step, steps) / steps;
      return end + (value - end) * Math.pow(left, power);
    }
  }

  /**
   * Linear warm-up before another schedule: {@code η(t) = η'(0)·(t + 1)/n} for {@code t < n}, then
   * {@code η'(t - n)} (Goyal et al., 2017, section 2.2). The other schedule starts at its own step
   * 0 after the warm-up, so that its steps and boundaries mean the same with and without.
   *
   * @param steps n, at least 1
   * @param then η'
   */
  @Technique(
      kind = Technique.Kind.SCHEDULE,
      name = "warmup-steps",
      formula = "η(0)·(t + 1)/n in the first n steps, before any other schedule",
      paper = "Goyal et al., 2017",
      defaults = "0")
  record WarmUp(int steps, LearningRateSchedule then) implements LearningRateSchedule {
    private static final long serialVersionUID = 1L;

    @Override
    public double rate(long step) {
      return step < steps ? then.rate(0) * (step + 1) / steps : then.rate(step - steps);
    }

    @Override
    public double momentum(long step) {
      return then.momentum(Math.max(0, step - steps));
    }

    @Override
    public long peak() {
      return steps + then.peak();
    }

    @Override
    public Optional<ReduceOnPlateau> plateau() {
      return then.plateau();
    }
  }
}
