package dev.tributary.data;

import dev.tributary.nn.TargetKind;
import java.io.Serializable;

/**
 * What a packed row consists of.
 *
 * @param width features a row
 * @param isBytes whether a feature is a byte, not a float
 * @param isClass whether the target is a class
 * @param values numbers a row where it isn't, else 0
 */
record RowLayout(int width, boolean isBytes, boolean isClass, int values) implements Serializable {
  static RowLayout of(FeatureReader features, TargetSpec targets) {
    boolean isClass = targets.kind() == TargetKind.CLASS_INDEX;
    return new RowLayout(
        features.width(), features.isBytes(), isClass, isClass ? 0 : targets.units());
  }

  int floatWidth() {
    return isBytes ? 0 : width;
  }

  int byteWidth() {
    return isBytes ? width : 0;
  }

  int classWidth() {
    return isClass ? 1 : 0;
  }

  long bytes() {
    return byteWidth() + (long) Float.BYTES * (floatWidth() + classWidth() + values);
  }
}
