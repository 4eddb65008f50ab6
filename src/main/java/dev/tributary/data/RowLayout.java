package dev.tributary.data;

import dev.tributary.nn.TargetKind;
import java.io.Serializable;

/**
 * What a packed row consists of.
 *
 * @param width numbers or bytes a row that the features are packed as
 * @param isBytes whether a feature is a byte, not a float
 * @param isClass whether the target is a class
 * @param values numbers a row that are the target, else 0
 * @param isWeighted whether a row has a weight of its own
 */
record RowLayout(int width, boolean isBytes, boolean isClass, int values, boolean isWeighted)
    implements Serializable {
  static RowLayout of(ExampleReader reader, RowEncoder encoder) {
    TargetSpec targets = reader.labels().targets();
    return new RowLayout(
        encoder.packedWidth(),
        reader.features().isBytes(),
        targets.kind() == TargetKind.CLASS_INDEX,
        targets.kind() == TargetKind.VALUES ? targets.units() : 0,
        reader.weights().isPresent());
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

  int weightWidth() {
    return isWeighted ? 1 : 0;
  }

  long bytes() {
    return byteWidth()
        + (long) Float.BYTES * (floatWidth() + classWidth() + values + weightWidth());
  }
}
