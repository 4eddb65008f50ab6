package dev.tributary.train;

import dev.tributary.config.NearMiss;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.data.UnusableDataException;
import dev.tributary.model.Evaluation;
import dev.tributary.nn.TargetKind;
import java.util.List;
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

  /**
   * Notes a problem if the job won't have the watched figure.
   *
   * @param training the section to note it in
   * @param loss the name of the job's loss, which decides the metrics
   * @param targets what the job compares the outputs with
   * @param validated whether the job has validation data
   */
  void check(Section training, String loss, TargetKind targets, boolean validated) {
    if (!monitor.startsWith(VALIDATION)) {
      return;
    }
    if (!validated) {
      training.complain(
          "early-stopping",
          "watches "
              + monitor
              + ", but the job has no validation data; set data.validation, for example to 0.1");
      return;
    }
    List<String> metrics =
        switch (EvaluationSums.kind(loss, targets)) {
          case CLASSES, DECISIONS -> List.of("loss", "accuracy");
          case VALUES -> List.of("loss", "rmse", "mae", "r2");
        };
    String metric = monitor.substring(VALIDATION.length());
    if (!metrics.contains(metric)) {
      training.complain(
          "early-stopping",
          "watches %s; with the loss %s, %s can be watched%s"
              .formatted(
                  monitor,
                  loss,
                  VALIDATION + String.join(", " + VALIDATION, metrics),
                  NearMiss.of(metric, metrics)
                      .map(near -> "; did you mean " + VALIDATION + near + "?")
                      .orElse("")));
    }
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
                      new UnusableDataException(
                          rule.monitor
                              + ", which early stopping watches, is undefined on the validation"
                              + " data: all its targets are the same. Watch validation.loss, or"
                              + " give other validation data."));
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
