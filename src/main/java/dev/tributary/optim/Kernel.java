package dev.tributary.optim;

import dev.tributary.nn.ParameterLayout;
import dev.tributary.nn.ParameterLayout.Slice;
import dev.tributary.nn.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Where a kernel {@code [inputs, units]} lies, its last dimension being the units.
 *
 * @param layer whose kernel it is
 * @param offset where it starts in the flat vector
 */
record Kernel(String layer, int offset, int inputs, int units) {
  /** Those of the selected layers that aren't frozen. */
  static List<Kernel> of(ParameterLayout layout, LayerSelection selection, Set<String> frozen) {
    List<Kernel> kernels = new ArrayList<>();
    for (Slice slice : layout.slices()) {
      Shape shape = slice.spec().shape();
      String layer = slice.layer();
      if (slice.spec().isKernel() && !frozen.contains(layer) && selection.includes(layer)) {
        int units = shape.dimensions().get(shape.rank() - 1);
        kernels.add(new Kernel(layer, slice.offset(), slice.length() / units, units));
      }
    }
    return List.copyOf(kernels);
  }

  /** Where it ends in the flat vector. */
  int end() {
    return offset + inputs * units;
  }
}
