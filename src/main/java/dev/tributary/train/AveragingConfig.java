package dev.tributary.train;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.optim.OuterStep;
import java.util.LinkedHashMap;
import java.util.Locale;
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
 * @param sum where the workers' results are summed; empty means where it suits their size
 * @param wire how these travel
 */
public record AveragingConfig(
    OptionalInt workers,
    boolean elastic,
    Interval every,
    OptimizerStatePolicy optimizerState,
    Optional<OuterStep> outer,
    Optional<RoundCost.Road> sum,
    Wire wire) {
  /** Bytes of a round's results from which the driver shouldn't be sent them all. */
  private static final long LARGE = 64L << 20;

  private static final String ELASTIC = "elastic";

  /** A constant interval, and the average as the next model. */
  public AveragingConfig(OptionalInt workers, int every, OptimizerStatePolicy optimizerState) {
    this(
        workers,
        false,
        new Interval.Constant(every),
        optimizerState,
        Optional.of(new OuterStep.None()),
        Optional.empty(),
        Wire.FLOAT32);
  }

  /** Reads the section; problems are noted in it. */
  public static AveragingConfig read(Section averaging) {
    Map<String, OptimizerStatePolicy> policies = new LinkedHashMap<>();
    policies.put("average", OptimizerStatePolicy.AVERAGE);
    policies.put("reset", OptimizerStatePolicy.RESET);
    Map<String, OptionalInt> slots = new LinkedHashMap<>();
    slots.put("auto", OptionalInt.empty());
    slots.put(ELASTIC, OptionalInt.empty());
    OptionalInt workers =
        averaging.integerOr("workers", Range.between(1, 100_000), OptionalInt::of, slots);
    boolean elastic = workers.isEmpty() && averaging.string("workers").equals(ELASTIC);
    Map<String, Optional<RoundCost.Road>> roads = new LinkedHashMap<>();
    roads.put("auto", Optional.empty());
    roads.put("driver", Optional.of(RoundCost.Road.DRIVER));
    roads.put("executors", Optional.of(RoundCost.Road.EXECUTORS));
    Map<String, Wire> wires = new LinkedHashMap<>();
    for (Wire wire : Wire.values()) {
      wires.put(wire.name().toLowerCase(Locale.ROOT), wire);
    }
    Optional<OuterStep> outer = OuterStep.read(averaging, "outer");
    return new AveragingConfig(
        workers,
        elastic,
        Interval.read(averaging, "every"),
        averaging.choice("optimizer-state", policies),
        outer,
        averaging.choice("sum", roads),
        averaging.choice("wire", wires));
  }

  /**
   * Where the results of so many workers are summed.
   *
   * @param bytes of each
   */
  public RoundCost.Road road(int workers, long bytes) {
    boolean large = workers > 1 && workers * bytes >= LARGE;
    return sum.orElse(large ? RoundCost.Road.EXECUTORS : RoundCost.Road.DRIVER);
  }

  /** What so many workers do with their average. */
  public OuterStep outerStep(int workers) {
    return outer.orElseGet(() -> OuterStep.suiting(workers));
  }
}
