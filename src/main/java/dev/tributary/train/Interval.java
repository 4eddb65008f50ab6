package dev.tributary.train;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.Technique;
import java.util.Map;
import java.util.function.Function;

/** How many local steps each worker takes between two averages. */
public sealed interface Interval {
  /** The most local steps of a round. */
  int MOST = 1 << 24;

  /**
   * The most local steps of a round, at least 1; a shard that ends sooner ends the worker's part.
   *
   * @param rate the learning rate at the round's start, at least 0; that after a warm-up while the
   *     rate still rises
   */
  int steps(double rate);

  /**
   * Reads {@code every = 32}, {@code every = epoch} or {@code every { schedule = qsr, base = 4,
   * alpha = 0.0175 }}.
   */
  static Interval read(Section section, String key) {
    if (section.holdsNumber(key)) {
      return new Constant(section.integer(key, Range.between(1, MOST)));
    }
    if (!section.holdsObject(key)) {
      String name = section.string(key);
      if (name.equals("epoch")) {
        return new Shard();
      }
      if (!name.equals("qsr")) {
        section.problem(
            key,
            "a whole number from 1 to "
                + MOST
                + ", epoch, or { schedule = qsr, base = 4, alpha = 0.0175 }");
        return new Constant(1);
      }
    }
    Section own = section.typed(key, "schedule");
    Map<String, Function<Section, Interval>> kinds = Map.of("qsr", QuadraticRule::read);
    return own.choice("schedule", kinds).apply(own);
  }

  /**
   * Always as many.
   *
   * @param steps from 1 to 2²⁴
   */
  record Constant(int steps) implements Interval {
    @Override
    public int steps(double rate) {
      return steps;
    }

    @Override
    public String toString() {
      return "every " + steps + " steps";
    }
  }

  /**
   * A round for each shard of a worker: one an epoch where a worker's share of the rows is one
   * shard.
   */
  record Shard() implements Interval {
    @Override
    public int steps(double rate) {
      return MOST;
    }

    @Override
    public String toString() {
      return "after each shard";
    }
  }

  /**
   * The quadratic synchronization rule, {@code H = max(h, ⌊(α/η)²⌋)}: the lower the learning rate
   * η, the longer the rounds (Gu et al., 2024).
   *
   * @param base h, from 1 to 2²⁴; 4 by default
   * @param alpha α, greater than 0; 0.0175 by default. In the paper it is tuned with the rate
   */
  @Technique(
      kind = Technique.Kind.AVERAGING,
      name = "qsr",
      formula = "max(h, ⌊(α/η)²⌋) local steps a round, η its first learning rate",
      paper = "Gu et al., 2024",
      defaults = "base 4, alpha 0.0175")
  record QuadraticRule(int base, double alpha) implements Interval {
    private static Interval read(Section section) {
      return new QuadraticRule(
          section.integer("base", 4, Range.between(1, MOST)),
          section.number("alpha", 0.0175, Range.positive()));
    }

    @Override
    public int steps(double rate) {
      double root = alpha / rate;
      // A little more, lest rounding takes a step off a whole number: (0.35 / 0.05)² is 49.
      return (int) Math.min(MOST, Math.max(base, Math.floor(root * root * (1 + 1e-12))));
    }

    @Override
    public String toString() {
      return "every " + base + " steps or more, by qsr with alpha " + alpha;
    }
  }
}
