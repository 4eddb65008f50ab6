package dev.tributary.train;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.model.Evaluation;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Ends training when a metric has not improved for some epochs, and goes back to the best model.
 *
 * @param monitor {@code loss} (of training) or {@code validation.} and a metric's name; losses and
 *     errors are to fall, all else is to rise
 * @param patience epochs without improvement before training stops, at least 1
 * @param minimumChange an improvement is larger than this; at least 0
 */
public record EarlyStopping(String monitor, int patience, double minimumChange) {
  private static final String VALIDATION = "validation.";

  /** Reads {@code early-stopping { monitor = validation.loss, patience = 5 }}, if it is there. */
  public static Optional<EarlyStopping> read(Section training) {
    if (!training.has("early-stopping")) {
      return Optional.empty();
    }
    Section own = training.section("early-stopping");
    String monitor = own.string("monitor", VALIDATION + "loss");
    if (!monitor.equals("loss") && !monitor.startsWith(VALIDATION)) {
      own.problem(
          "monitor", "loss, or validation. and a metric's name, such as validation.accuracy");
    }
    return Optional.of(
        new EarlyStopping(
            monitor,
            own.integer("patience", 5, Range.atLeast(1)),
            own.number("minimum-change", 0, Range.atLeast(0))));
  }

  /** Whether it looks at validation data, which the job must then have. */
  public boolean needsValidation() {
    return monitor.startsWith(VALIDATION);
  }

  /** The watched figure of an epoch; empty if there is none of that name. */
  Optional<Double> value(double loss, Optional<Evaluation> validation) {
    if (monitor.equals("loss")) {
      return Optional.of(loss);
    }
    Map<String, Double> metrics = validation.map(each -> each.values()).orElse(Map.of());
    return Optional.ofNullable(metrics.get(monitor.substring(VALIDATION.length())));
  }

  private boolean improves(double value, double best) {
    String name = monitor.substring(monitor.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    boolean falls = name.equals("loss") || name.equals("rmse") || name.equals("mae");
    return falls ? value < best - minimumChange : value > best + minimumChange;
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
      double value =
          rule.value(loss, validation)
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "Invalid training.early-stopping.monitor: "
                              + rule.monitor
                              + " (must be a metric of this job)"));
      if (bestModel == null || rule.improves(value, best)) {
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
