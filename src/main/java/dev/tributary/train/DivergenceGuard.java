package dev.tributary.train;

import dev.tributary.nn.ParameterLayout;
import dev.tributary.nn.ParameterLayout.Slice;
import dev.tributary.optim.GradientClipping;
import dev.tributary.optim.Rollback;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Keeps what isn't a finite number out of the shared model. */
final class DivergenceGuard {
  private DivergenceGuard() {}

  /**
   * What isn't a finite number, and where: a worker's loss or a number of the next model; empty if
   * all are.
   *
   * @param parameters where the layers' weights lie
   */
  static Optional<String> broken(
      List<WorkerResult> results, SharedModel next, ParameterLayout parameters) {
    for (WorkerResult result : results) {
      if (result.breakdown != null) {
        return Optional.of(
            "the loss of worker %d is not a finite number, %s"
                .formatted(result.worker, result.breakdown.words()));
      }
    }
    return finite(next)
        ? Optional.empty()
        : Optional.of(brokenNumber(next, parameters) + " is not a finite number");
  }

  private static String brokenNumber(SharedModel model, ParameterLayout parameters) {
    for (Slice slice : parameters.slices()) {
      for (int i = slice.offset(); i < slice.offset() + slice.length(); i++) {
        if (!Float.isFinite(model.weights[i])) {
          return "a weight of " + slice.name();
        }
      }
    }
    return finite(model.statistics) ? "a number of the optimizer's state" : "a moving statistic";
  }

  /**
   * The end of a run.
   *
   * @param broken what isn't a finite number
   * @param rollbacks what was tried before
   * @param training the job's, for the advice
   */
  static DivergedException diverged(
      Round round, String broken, List<Rollback> rollbacks, TrainingConfig training) {
    String clip =
        training.clipping() instanceof GradientClipping.None
            ? "clipping gradients (training.clipping { type = global_norm, limit = 1.0 })"
            : "a smaller limit of training.clipping";
    String tried =
        rollbacks.isEmpty()
            ? ""
            : " It went back before, %s, and its learning rate is %s times the job's."
                .formatted(
                    rollbacks.size() == 1 ? "once" : rollbacks.size() + " times",
                    (float) rollbacks.get(rollbacks.size() - 1).rateScale());
    return new DivergedException(
        "Training diverged in epoch "
            + round.epoch()
            + ", round "
            + round.number()
            + ": "
            + broken
            + "."
            + tried
            + " No model was written. A smaller training.learning-rate is the usual remedy; "
            + clip
            + ", scaling the features (data.scaling = standard) and batch normalization help too.");
  }

  /** Whether all that the workers get are finite numbers. */
  static boolean finite(SharedModel model) {
    return finite(model.weights)
        && finite(model.statistics)
        && Arrays.stream(model.optimizerState).allMatch(DivergenceGuard::finite);
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
