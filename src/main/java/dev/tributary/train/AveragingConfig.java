package dev.tributary.train;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.optim.OuterStep;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The {@code averaging} section of a job file.
 *
 * @param workers how many train side by side, from 1 to 100,000; empty means one for each task slot
 * @param elastic whether it is one for each slot that there is at the start of each round; else
 *     their number stays, and with it the result
 * @param every local steps between two averages
 * @param optimizerState what becomes of the optimizer's state
 * @param outer what is done with the average; empty means what suits the number of workers
 */
public record AveragingConfig(
    OptionalInt workers,
    boolean elastic,
    Interval every,
    OptimizerStatePolicy optimizerState,
    Optional<OuterStep> outer) {
  /** Whether the names that stand for the cluster's slots follow them during a run. */
  private static final Map<String, Boolean> SLOTS = Map.of("auto", false, "elastic", true);

  /** A constant interval, and the average as the next model. */
  public AveragingConfig(OptionalInt workers, int every, OptimizerStatePolicy optimizerState) {
    this(
        workers,
        false,
        new Interval.Constant(every),
        optimizerState,
        Optional.of(new OuterStep.None()));
  }

  /** Reads the section; problems are noted in it. */
  public static AveragingConfig read(Section averaging) {
    Map<String, OptimizerStatePolicy> policies = new LinkedHashMap<>();
    policies.put("average", OptimizerStatePolicy.AVERAGE);
    policies.put("reset", OptimizerStatePolicy.RESET);
    Optional<Boolean> elastic = Optional.ofNullable(SLOTS.get(averaging.string("workers")));
    OptionalInt workers =
        elastic.isPresent()
            ? OptionalInt.empty()
            : OptionalInt.of(averaging.integer("workers", Range.between(1, 100_000)));
    Optional<OuterStep> outer = OuterStep.read(averaging, "outer");
    return new AveragingConfig(
        workers,
        elastic.orElse(false),
        Interval.read(averaging, "every"),
        averaging.choice("optimizer-state", policies),
        outer);
  }

  /** What so many workers do with their average. */
  public OuterStep outerStep(int workers) {
    return outer.orElseGet(() -> OuterStep.suiting(workers));
  }
}
