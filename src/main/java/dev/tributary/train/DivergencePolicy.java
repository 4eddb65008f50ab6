package dev.tributary.train;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What a run does when a loss or a weight stops being a finite number. */
public sealed interface DivergencePolicy {
  /** Reads {@code on-divergence = fail} or {@code { type = rollback, factor = 0.5, most = 5 }}. */
  static DivergencePolicy read(Section training, String key) {
    Section own = training.typed(key, "type");
    Map<String, Function<Section, DivergencePolicy>> kinds = new LinkedHashMap<>();
    kinds.put("fail", unused -> new Fail());
    kinds.put("rollback", RollBack::read);
    return own.choice("type", kinds).apply(own);
  }

  /** It ends. */
  record Fail() implements DivergencePolicy {}

  /**
   * It goes on from where it was before the round, at a lower rate; where that round fails again,
   * from the beginning of the epoch.
   *
   * @param factor what the learning rate is multiplied with each time, greater than 0 and less than
   *     1; 0.5 by default
   * @param most how often in a run, at least 1; 5 by default
   */
  record RollBack(double factor, int most) implements DivergencePolicy {
    private static RollBack read(Section section) {
      return new RollBack(
          section.number("factor", 0.5, Range.inside(0, 1)),
          section.integer("most", 5, Range.atLeast(1)));
    }
  }
}
