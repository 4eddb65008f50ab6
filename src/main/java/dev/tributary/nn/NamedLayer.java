package dev.tributary.nn;

import dev.tributary.nn.layer.LayerSpec;
import java.io.Serializable;

/**
 * A layer of a network.
 *
 * @param name unique in its network, such as {@code dense_1}
 * @param spec what it is
 */
public record NamedLayer(String name, LayerSpec spec) implements Serializable {
  private static final long serialVersionUID = 1L;
}
