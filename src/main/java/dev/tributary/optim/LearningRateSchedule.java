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
   * The rate, greater than 0.
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
    kinds.put("constant", each -> new Constant(each.number("value", Range.positive())));
    return own.choice("schedule", kinds).apply(own);
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
}
