package dev.tributary.nn.layer;

import dev.tributary.nn.Shape;
import java.util.List;

/**
 * Where a layer stands in its network.
 *
 * @param index its place from the bottom, from 0; seeds its randomness
 * @param input the shape of its input
 * @param capacity the most rows of a minibatch
 * @param parameters where its parameters start in the flat vector, in the order of {@link
 *     LayerSpec#parameters}
 * @param statistics where its statistics start in theirs
 * @param backward whether anything below it needs the gradient by its input
 * @param role whether its weights are learned
 */
public record LayerPlan(
    int index,
    Shape input,
    int capacity,
    List<Integer> parameters,
    List<Integer> statistics,
    Backward backward,
    Role role) {
  /** Whether a layer learns. */
  public enum Role {
    TRAINABLE,
    /**
     * Its parameters and statistics stay as they are: it uses moving statistics in every mode,
     * moves and writes none, and leaves its slices of the gradient alone.
     */
    FROZEN
  }

  /** How far down the gradient goes. */
  public enum Backward {
    /** To this layer's input. */
    TO_INPUT,
    /** To this layer's own parameters only: nothing below learns any. */
    TO_PARAMETERS
  }
}
