package dev.tributary.data;

import dev.tributary.nn.TargetKind;
import java.io.Serializable;

/**
 * What the network's loss wants of a row's label.
 *
 * @param kind a class index or numbers
 * @param units the number of classes for {@link TargetKind#CLASS_INDEX}, the numbers a row for
 *     {@link TargetKind#VALUES}; at least 1
 */
public record TargetSpec(TargetKind kind, int units) implements Serializable {
  public TargetSpec {
    if (units < 1) {
      throw new IllegalArgumentException("Invalid units: " + units + " (must be at least 1)");
    }
  }
}
