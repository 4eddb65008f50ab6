package dev.tributary.train;

import dev.tributary.nn.ParameterLayout;
import dev.tributary.nn.ParameterLayout.Slice;
import dev.tributary.optim.GradientClipping;
import java.util.List;

/** Keeps what isn't a finite number out of the shared model. */
final class DivergenceGuard {
  private DivergenceGuard() {}

  /**
   * @param parameters where the layers' weights lie
   * @param clipping the job's, for the advice
   * @throws DivergedException if a worker's loss or a weight of the next model isn't finite
   */
  static void check(
      Round round,
      List<WorkerResult> results,
      SharedModel next,
      ParameterLayout parameters,
      GradientClipping clipping) {
    for (WorkerResult result : results) {
      if (result.breakdown != null) {
        throw diverged(
            "the loss of worker %d is not a finite number, %s"
                .formatted(result.worker, result.breakdown.words()),
            round,
            clipping);
      }
    }
    if (!finite(next)) {
      throw diverged(brokenWeight(next, parameters) + " is not a finite number", round, clipping);
    }
  }

  private static String brokenWeight(SharedModel model, ParameterLayout parameters) {
    for (Slice slice : parameters.slices()) {
      for (int i = slice.offset(); i < slice.offset() + slice.length(); i++) {
        if (!Float.isFinite(model.weights[i])) {
          return "a weight of " + slice.name();
        }
      }
    }
    return "a moving statistic";
  }

  private static DivergedException diverged(String what, Round round, GradientClipping clipping) {
    String clip =
        clipping instanceof GradientClipping.None
            ? "clipping gradients (training.clipping { type = global_norm, limit = 1.0 })"
            : "a smaller limit of training.clipping";
    return new DivergedException(
        "Training diverged in epoch "
            + round.epoch()
            + ", round "
            + round.number()
            + ": "
            + what
            + ". No model was written. A smaller training.learning-rate is the usual remedy; "
            + clip
            + ", scaling the features (data.scaling = standard) and batch normalization help too.");
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
