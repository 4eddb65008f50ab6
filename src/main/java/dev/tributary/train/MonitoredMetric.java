package dev.tributary.train;

import dev.tributary.config.NearMiss;
import dev.tributary.config.Section;
import dev.tributary.data.UnusableDataException;
import dev.tributary.model.Evaluation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

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
   * @param kind how the job's outputs are judged
   * @param validated whether the job has validation data
   */
  void check(
      Section section, String key, String loss, EvaluationSums.Kind kind, boolean validated) {
    problem(loss, kind, validated)
        .ifPresent(problem -> section.complain(key, "watches " + name + problem));
  }

  /** Why a job won't have this figure, to be read after its name; empty if it will. */
  Optional<String> problem(String loss, EvaluationSums.Kind kind, boolean validated) {
    if (name.equals("loss")) {
      return Optional.empty();
    }
    if (!name.startsWith(VALIDATION)) {
      return Optional.of(
          "; allowed is loss, or validation. and a metric's name, such as validation.accuracy");
    }
    if (!validated) {
      return Optional.of(
          ", but the job has no validation data; set data.validation, for example to 0.1");
    }
    List<String> metrics = metrics(kind);
    String metric = metric();
    if (metrics.contains(metric)) {
      return Optional.empty();
    }
    return Optional.of(
        "; with the loss %s, %s can be watched%s"
            .formatted(
                loss,
                VALIDATION + String.join(", " + VALIDATION, metrics),
                NearMiss.of(metric, metrics)
                    .map(near -> "; did you mean " + VALIDATION + near + "?")
                    .orElse("")));
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
    OptionalDouble value = find(loss, validation);
    if (value.isEmpty()) {
      throw new UnusableDataException(
          name
              + ", which "
              + watcher
              + " watches, is undefined on the validation data: all its targets are the same."
              + " Watch validation.loss, or give other validation data.");
    }
    return value.getAsDouble();
  }

  private OptionalDouble find(double loss, Optional<Evaluation> validation) {
    if (name.equals("loss")) {
      return OptionalDouble.of(loss);
    }
    Double value = validation.map(Evaluation::values).orElse(Map.of()).get(metric());
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Whether an epoch's figure is {@code target} or better; one that is undefined isn't. */
  public boolean reaches(double target, EpochResult epoch) {
    OptionalDouble value = find(epoch.loss(), epoch.validation());
    return value.isPresent()
        && (falls() ? value.getAsDouble() <= target : value.getAsDouble() >= target);
  }

  /** Whether a value is better than the best so far by more than {@code minimumChange}. */
  boolean improves(double value, double best, double minimumChange) {
    if (Double.isNaN(best)) {
      return !Double.isNaN(value);
    }
    return falls() ? value < best - minimumChange : value > best + minimumChange;
  }

  private boolean falls() {
    return FALLING.contains(metric());
  }

  private String metric() {
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
