package dev.tributary.train;

/**
 * How a network is trained.
 *
 * @param training the worker's part
 * @param averaging how the workers' models become one
 * @param workers how many train side by side
 * @param diagnoseEvery epochs between two diagnoses of the shared model; 0 for none
 */
public record TrainerSetup(
    TrainingConfig training, AveragingConfig averaging, int workers, int diagnoseEvery) {
  /** Without diagnoses. */
  public TrainerSetup(TrainingConfig training, AveragingConfig averaging, int workers) {
    this(training, averaging, workers, 0);
  }
}
