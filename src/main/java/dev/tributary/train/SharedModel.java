package dev.tributary.train;

import dev.tributary.nn.Network;
import dev.tributary.optim.Optimizer;
import java.io.Serializable;

/** All that one round hands to the next: what the driver broadcasts. Treated as immutable. */
public final class SharedModel implements Serializable {
  private static final long serialVersionUID = 1L;

  final float[] weights;
  final float[] statistics;
  final float[][] optimizerState;
  final long steps;
  final long stateSteps;

  /**
   * @param weights the parameters, flat
   * @param statistics the moving statistics, flat
   * @param optimizerState one vector for each of the optimizer's names
   * @param steps local steps that the run has taken, on the busiest worker of each round
   * @param stateSteps those that the optimizer's state has seen
   */
  SharedModel(
      float[] weights, float[] statistics, float[][] optimizerState, long steps, long stateSteps) {
    this.weights = weights;
    this.statistics = statistics;
    this.optimizerState = optimizerState;
    this.steps = steps;
    this.stateSteps = stateSteps;
  }

  /** The model before the first round. */
  static SharedModel initial(Network network, Optimizer optimizer, long seed) {
    float[] weights = network.parameters().initialize(seed);
    float[] statistics = network.statistics().initialize(seed);
    return new SharedModel(weights, statistics, optimizer.newState(weights.length), 0, 0);
  }

  /** The parameters, flat; not a copy. */
  public float[] weights() {
    return weights;
  }

  /** The moving statistics, flat; not a copy. */
  public float[] statistics() {
    return statistics;
  }
}
