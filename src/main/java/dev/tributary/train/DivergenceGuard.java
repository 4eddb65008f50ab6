package dev.tributary.train;

import java.util.List;

/** Keeps what isn't a finite number out of the shared model. */
final class DivergenceGuard {
  private DivergenceGuard() {}

  /**
   * @throws DivergedException if a worker's loss or a weight of the next model isn't finite
   */
  static void check(Round round, List<WorkerResult> results, SharedModel next) {
    for (WorkerResult result : results) {
      if (!Double.isFinite(result.lossSum)) {
        throw diverged("the loss of worker " + result.worker + " is not a finite number", round);
      }
    }
    if (!finite(next)) {
      throw diverged("a weight is not a finite number", round);
    }
  }

  private static DivergedException diverged(String what, Round round) {
    return new DivergedException(
        "Training diverged in epoch "
            + round.epoch()
            + ", round "
            + round.number()
            + ": "
            + what
            + ". No model was written. A smaller training.learning-rate is the usual remedy; clipping"
            + " gradients (training.clipping { type = global_norm, limit = 1.0 }), scaling the"
            + " features (data.scaling = standard) and batch normalization help too.");
  }

  /** Whether all weights and statistics are finite numbers. */
  static boolean finite(SharedModel model) {
    return finite(model.weights) && finite(model.statistics);
  }

  private static boolean finite(float[] values) {
    // x·0 is 0 for every finite x and NaN for the others: no branch in the loop.
    double sum = 0;
    for (float value : values) {
      sum += value * 0f;
    }
    return sum == 0;
  }
}
