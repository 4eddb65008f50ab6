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

  /** Watches one run. */
  static final class Watch {
    private final EarlyStopping rule;
    private double best = Double.NaN;
    private int bestEpoch;
    private int epoch;
    private SharedModel bestModel;
    private Optional<Evaluation> bestValidation = Optional.empty();

    Watch(EarlyStopping rule) {
      this.rule = rule;
    }

    /** Takes note of an epoch's end; true if training should stop. */
    boolean stops(SharedModel model, double loss, Optional<Evaluation> validation) {
      epoch++;
      double value = rule.monitor.of(loss, validation, "early stopping");
      if (bestModel == null || rule.monitor.improves(value, best, rule.minimumChange)) {
        best = value;
        bestEpoch = epoch;
        bestModel = model;
        bestValidation = validation;
      }
      return epoch - bestEpoch >= rule.patience;
    }

    int bestEpoch() {
      return bestEpoch;
    }

    SharedModel bestModel() {
      return bestModel;
    }

    Optional<Evaluation> bestValidation() {
      return bestValidation;
    }
  }
}
