package dev.tributary.interop.dl4j.spark;

import dev.tributary.optim.GradientClipping;
import dev.tributary.optim.OuterStep;
import java.util.List;
import java.util.Optional;
import org.apache.spark.storage.StorageLevel;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.api.TrainingHook;

/**
 * How a master trains.
 *
 * @param workers how many train side by side; empty for Spark's default parallelism
 * @param batchSize examples of a worker's minibatch
 * @param frequency minibatches between two averages
 * @param updater what becomes of the updater's state between rounds
 * @param outer what becomes of the average
 * @param clipping of each step's gradient, apart from the configuration's own
 * @param storage how the packed examples are kept during a fit
 * @param repartition whether examples may go to other partitions
 * @param engine what computes
 * @param hooks are told of each minibatch
 * @param seed decides all that is random
 */
record Settings(
    Optional<Integer> workers,
    int batchSize,
    int frequency,
    UpdaterState updater,
    OuterStep outer,
    GradientClipping clipping,
    StorageLevel storage,
    Repartition repartition,
    TributaryTrainingMaster.Engine engine,
    List<TrainingHook> hooks,
    long seed) {
  Settings {
    hooks = List.copyOf(hooks);
  }

  /** What becomes of the updater's state between rounds. */
  enum UpdaterState {
    AVERAGED,
    RESET
  }
}
