package dev.tributary.ml;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** How a model was trained. Lives with the model that {@code fit} returned; it isn't saved. */
public final class TrainingSummary {
  private final List<EpochSummary> epochs;
  private final OptionalInt bestEpoch;
  private final boolean stoppedEarly;
  private final long rounds;
  private final Map<String, Double> validation;

  TrainingSummary(
      List<EpochSummary> epochs,
      OptionalInt bestEpoch,
      boolean stoppedEarly,
      long rounds,
      Map<String, Double> validation) {
    this.epochs = List.copyOf(epochs);
    this.bestEpoch = bestEpoch;
    this.stoppedEarly = stoppedEarly;
    this.rounds = rounds;
    this.validation = Map.copyOf(validation);
  }

  /** Epoch by epoch. */
  public List<EpochSummary> epochs() {
    return epochs;
  }

  /** The mean training loss of each epoch. */
  public double[] objectiveHistory() {
    return epochs.stream().mapToDouble(EpochSummary::loss).toArray();
  }

  /**
   * A validation metric of each epoch.
   *
   * @param metric {@code loss}, {@code accuracy}, {@code rmse}, {@code mae} or {@code r2}
   * @throws IllegalArgumentException if the epochs don't have it
   */
  public double[] validationHistory(String metric) {
    return epochs.stream().mapToDouble(epoch -> metric(epoch, metric)).toArray();
  }

  /** How many epochs were trained. */
  public int totalIterations() {
    return epochs.size();
  }

  /** The epoch that the model comes from: the best one where early stopping watched. */
  public int bestIteration() {
    return bestEpoch.orElse(epochs.size());
  }

  /** Whether training ended before its last epoch. */
  public boolean stoppedEarly() {
    return stoppedEarly;
  }

  /** How often the workers' models were averaged. */
  public long rounds() {
    return rounds;
  }

  /** The model's own metrics on the validation rows; empty where there are none. */
  public Map<String, Double> validationMetrics() {
    return validation;
  }

  /** Examples trained, divided by the wall time of all rounds. */
  public double examplesPerSecond() {
    return epochs.stream().mapToLong(EpochSummary::examples).sum()
        / epochs.stream().mapToDouble(EpochSummary::seconds).sum();
  }

  private static double metric(EpochSummary epoch, String name) {
    Double value = epoch.validation().get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "There is no validation metric %s; there are %s. Validation rows come from the params validationIndicatorCol or validationFraction."
              .formatted(name, epoch.validation().keySet()));
    }
    return value;
  }
}
