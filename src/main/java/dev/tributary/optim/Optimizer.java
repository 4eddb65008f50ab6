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
   * One step of the weights in {@code [from, to)}, in place; those outside aren't touched.
   *
   * @param weights {@code [n]}
   * @param gradient {@code [n]}, read only
   * @param state one {@code [n]} for each name in {@link #state}
   * @param size how far to go
   */
  void step(float[] weights, float[] gradient, float[][] state, int from, int to, StepSize size);

  /** Whether a schedule can set its momentum: whether {@link StepSize#momentum} changes a step. */
  default boolean hasMomentum() {
    return false;
  }

  /** Fresh state for {@code size} weights. */
  default float[][] newState(int size) {
    return new float[state().size()][size];
  }
}
