package dev.tributary.data;

import dev.tributary.nn.TargetKind;
import java.io.Serializable;

/**
 * What the network's outputs are compared with.
 *
 * @param kind a class index, numbers, or the features
 * @param units the network's outputs: the number of classes for {@link TargetKind#CLASS_INDEX}, the
 *     numbers a row for the others; at least 1
 */
public record TargetSpec(TargetKind kind, int units) implements Serializable {
  public TargetSpec {
    if (units < 1) {
      throw new IllegalArgumentException("Invalid units: " + units + " (must be at least 1)");
    }
  }
}
