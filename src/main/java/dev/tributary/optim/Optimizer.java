package dev.tributary.optim;

import java.io.Serializable;
import java.util.List;

/** Changes the weights by a gradient; an immutable rule whose state the caller keeps. */
public interface Optimizer extends Serializable {
  /** The name that a job file uses. */
  String name();

  /** The names of its state vectors, each as long as the weights and 0 at first. */
  List<String> state();

  /**
   * One step, in place.
   *
   * @param weights {@code [n]}
   * @param gradient {@code [n]}, read only
   * @param state one {@code [n]} for each name in {@link #state}
   * @param rate the learning rate of this step, at least 0
   * @param step how many steps this state has seen, this one included: from 1
   */
  void step(float[] weights, float[] gradient, float[][] state, double rate, long step);

  /** Fresh state for {@code size} weights. */
  default float[][] newState(int size) {
    return new float[state().size()][size];
  }
}
