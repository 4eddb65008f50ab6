package dev.tributary.train;

import dev.tributary.config.NearMiss;
import dev.tributary.config.Section;
import dev.tributary.data.UnusableDataException;
import dev.tributary.model.Evaluation;
import dev.tributary.nn.TargetKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A figure of each epoch that something watches.
 *
 * @param name {@code loss} (of training) or {@code validation.} and a metric's name; losses and
 *     errors are to fall, all else is to rise
 */
public record MonitoredMetric(String name) {
  private static final String VALIDATION = "validation.";
  private static final List<String> FALLING = List.of("loss", "rmse", "mae");

  /**
   * Notes a problem if the job won't have this figure.
   *
   * @param section the section to note it in
   * @param key whose value watches it
   * @param loss the name of the job's loss, which decides the metrics
   * @param targets what the job compares the outputs with
   * @param validated whether the job has validation data
   */
  void check(Section section, String key, String loss, TargetKind targets, boolean validated) {
    if (name.equals("loss")) {
      return;
    }
    if (!name.startsWith(VALIDATION)) {
      section.complain(
          key,
          "watches "
              + name
              + "; allowed is loss, or validation. and a metric's name, such as"
              + " validation.accuracy");
      return;
    }
    if (!validated) {
      section.complain(
          key,
          "watches "
              + name
              + ", but the job has no validation data; set data.validation, for example to 0.1");
      return;
    }
    List<String> metrics = metrics(EvaluationSums.kind(loss, targets));
    String metric = name.substring(VALIDATION.length());
    if (!metrics.contains(metric)) {
      section.complain(
          key,
          "watches %s; with the loss %s, %s can be watched%s"
              .formatted(
                  name,
                  loss,
                  VALIDATION + String.join(", " + VALIDATION, metrics),
                  NearMiss.of(metric, metrics)
                      .map(near -> "; did you mean " + VALIDATION + near + "?")
                      .orElse("")));
    }
  }

  /** What an {@link Evaluation} of this kind has. */
  static List<String> metrics(EvaluationSums.Kind kind) {
    return switch (kind) {
      case CLASSES, DECISIONS -> List.of("loss", "accuracy");
      case VALUES -> List.of("loss", "rmse", "mae", "r2");
    };
  }

  /**
   * The figure of an epoch.
   *
   * @param watcher who watches it, for the message
   * @throws UnusableDataException if the validation data don't define it
   */
  double of(double loss, Optional<Evaluation> validation, String watcher) {
    if (name.equals("loss")) {
      return loss;
    }
    Map<String, Double> metrics = validation.map(Evaluation::values).orElse(Map.of());
    Double value = metrics.get(name.substring(VALIDATION.length()));
    if (value == null) {
      throw new UnusableDataException(
          name
              + ", which "
              + watcher
              + " watches, is undefined on the validation data: all its targets are the same."
              + " Watch validation.loss, or give other validation data.");
    }
    return value;
  }

  /** Whether a value is better than the best so far by more than {@code minimumChange}. */
  boolean improves(double value, double best, double minimumChange) {
    if (Double.isNaN(best)) {
      return !Double.isNaN(value);
    }
    boolean falls = FALLING.contains(name.substring(name.lastIndexOf('.') + 1));
    return falls ? value < best - minimumChange : value > best + minimumChange;
  }
}
