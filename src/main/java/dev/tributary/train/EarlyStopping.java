package dev.tributary.train;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.model.Evaluation;
import dev.tributary.nn.Technique;
import java.util.Optional;

/**
 * Ends training when a metric has not improved for some epochs, and goes back to the best model.
 *
 * @param monitor the metric
 * @param patience epochs without improvement before training stops, at least 1
 * @param minimumChange an improvement is larger than this; at least 0
 */
@Technique(
    kind = Technique.Kind.REGULARIZATION,
    name = "early-stopping",
    formula =
        "stop when a metric has not improved by more than minimum-change for patience epochs; keep the best model",
    paper = "Prechelt, 1998",
    defaults = "monitor validation.loss, patience 5, minimum-change 0")
public record EarlyStopping(MonitoredMetric monitor, int patience, double minimumChange) {
  /** Reads {@code early-stopping { monitor = validation.loss, patience = 5 }}, if it is there. */
  public static Optional<EarlyStopping> read(Section training) {
    if (!training.has("early-stopping")) {
      return Optional.empty();
    }
    Section own = training.section("early-stopping");
    return Optional.of(
        new EarlyStopping(
            new MonitoredMetric(own.string("monitor", "validation.loss")),
            own.integer("patience", 5, Range.atLeast(1)),
            own.number("minimum-change", 0, Range.atLeast(0))));
  }

  /**
   * What a watch has seen of a run.
   *
   * @param best the best value; NaN before there was one
   * @param bestEpoch its epoch
   * @param epochs how many were seen
   * @param bestModel that epoch's, once there was one
   * @param bestValidation that epoch's
   */
  record Seen(
      double best,
      int bestEpoch,
      int epochs,
      Optional<SharedModel> bestModel,
      Optional<Evaluation> bestValidation) {
    static final Seen NOTHING = new Seen(Double.NaN, 0, 0, Optional.empty(), Optional.empty());
  }

  /** Watches one run. */
  static final class Watch {
    private final EarlyStopping rule;
    private Seen seen;

    Watch(EarlyStopping rule, Seen before) {
      this.rule = rule;
      this.seen = before;
    }

    /** Takes note of an epoch's end; true if training should stop. */
    boolean stops(SharedModel model, double loss, Optional<Evaluation> validation) {
      int epoch = seen.epochs + 1;
      double value = rule.monitor.of(loss, validation, "early stopping");
      boolean better =
          seen.bestModel.isEmpty() || rule.monitor.improves(value, seen.best, rule.minimumChange);
      seen =
          better
              ? new Seen(value, epoch, epoch, Optional.of(model), validation)
              : new Seen(seen.best, seen.bestEpoch, epoch, seen.bestModel, seen.bestValidation);
      return epoch - seen.bestEpoch >= rule.patience;
    }

    Seen seen() {
      return seen;
    }
  }
}
