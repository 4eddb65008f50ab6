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
 */
public record LayerPlan(
    int index,
    Shape input,
    int capacity,
    List<Integer> parameters,
    List<Integer> statistics,
    Backward backward) {
  /** How far down the gradient goes. */
  public enum Backward {
    /** To this layer's input. */
    TO_INPUT,
    /** To this layer's own parameters only: nothing below has any. */
    TO_PARAMETERS
  }
}
