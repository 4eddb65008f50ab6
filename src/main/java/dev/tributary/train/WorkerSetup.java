package dev.tributary.train;

import dev.tributary.nn.ParameterLayout;
import dev.tributary.optim.LearningRateSchedule;
import dev.tributary.optim.LocalUpdate;
import dev.tributary.optim.Projection;
import dev.tributary.optim.UpdateRule;
import java.io.Serializable;
import java.util.Map;

/**
 * What stays the same for a worker over the whole run.
 *
 * @param network what it trains
 * @param update what a gradient does to the weights
 * @param schedule at which rate
 * @param rateFactors what the rate is multiplied with, by layer name; 1 where there is none
 * @param seed of the run
 */
record WorkerSetup(
    NetworkSetup network,
    UpdateRule update,
    LearningRateSchedule schedule,
    Map<String, Double> rateFactors,
    long seed)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public WorkerSetup {
    rateFactors = Map.copyOf(rateFactors);
  }

  /** What holds of the kernels after each step. */
  Projection projection(ParameterLayout layout) {
    return new Projection(update.constraint(), layout, network.frozen());
  }

  /** The same, with no layer frozen any more. */
  WorkerSetup thawed() {
    return new WorkerSetup(network.thawed(), update, schedule, rateFactors, seed);
  }

  /** The same at other rates. */
  WorkerSetup at(LearningRateSchedule other) {
    return new WorkerSetup(network, update, other, rateFactors, seed);
  }

  /** What a step does to the weights of this network. */
  LocalUpdate localUpdate(ParameterLayout layout) {
    return new LocalUpdate(update, layout, network.frozen(), rateFactors);
  }
}
