package dev.tributary.train;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The {@code averaging} section of a job file.
 *
 * @param workers how many train side by side, from 1 to 100,000; empty means one for each task slot
 * @param every local steps between two averages, from 1 to 2²⁴
 * @param optimizerState what becomes of the optimizer's state
 */
public record AveragingConfig(OptionalInt workers, int every, OptimizerStatePolicy optimizerState) {
  /** Reads the section; problems are noted in it. */
  public static AveragingConfig read(Section averaging) {
    Map<String, OptimizerStatePolicy> policies = new LinkedHashMap<>();
    policies.put("average", OptimizerStatePolicy.AVERAGE);
    policies.put("reset", OptimizerStatePolicy.RESET);
    OptionalInt workers =
        averaging.string("workers").equals("auto")
            ? OptionalInt.empty()
            : OptionalInt.of(averaging.integer("workers", Range.between(1, 100_000)));
    Section outer = averaging.typed("outer", "type");
    outer.choice("type", Map.of("none", "none"));
    return new AveragingConfig(
        workers,
        averaging.integer("every", Range.between(1, 1 << 24)),
        averaging.choice("optimizer-state", policies));
  }
}
