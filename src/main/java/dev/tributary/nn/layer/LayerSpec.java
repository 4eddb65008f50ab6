package dev.tributary.nn.layer;

import dev.tributary.nn.Shape;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The immutable description of a layer: what a job file and a model say of it. */
public interface LayerSpec extends Serializable {
  /** The name of its kind in job files, such as {@code dense}. */
  String type();

  /** Its settings by key, all of them, as a job file gives them. */
  Map<String, Object> settings();

  /**
   * The shape of an example behind this layer.
   *
   * @throws IllegalArgumentException if the layer can't take such an input, saying what it takes
   */
  Shape outputShape(Shape input);

  /** The trainable parameters, in the order of the layout. */
  default List<TensorSpec> parameters(Shape input) {
    return List.of();
  }

  /** The moving statistics, in the order of the layout. */
  default List<TensorSpec> statistics(Shape input) {
    return List.of();
  }

  /**
   * Whether the activation behind it counts as that of the layer in front of it: initializers look
   * through such a layer.
   */
  default boolean isTransparent() {
    return false;
  }

  /** Whether it gives back its input in inference, so that it can be left out there. */
  default boolean isIdentityInInference() {
    return false;
  }

  /** Whether its output is drawn at random in training, and where outputs are sampled. */
  default boolean isRandom() {
    return false;
  }

  /** How many outputs an example has, where the layer fixes it whatever its input. */
  default Optional<Integer> outputs() {
    return Optional.empty();
  }

  /** The layer itself, with its buffers. */
  Layer build(LayerPlan plan);
}
