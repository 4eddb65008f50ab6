package dev.tributary.optim;

import dev.tributary.config.JobFile;
import dev.tributary.nn.Network;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.ParameterLayout;
import dev.tributary.nn.ParameterLayout.Slice;
import dev.tributary.nn.Shape;
import java.util.List;
import java.util.Random;

/** Parameter layouts of small networks. */
final class Layouts {
  private Layouts() {}

  static ParameterLayout of(String layers, int inputs) {
    NetworkSpec spec =
        JobFile.parse("job", "layers = [" + layers + "]\nloss = mse", List.of())
            .read(root -> NetworkSpec.read(root, root));
    return new Network(spec, Shape.of(inputs), 1).parameters();
  }

  /** Where a layer's parameters start. */
  static int start(ParameterLayout layout, String layer) {
    return layout.slices().stream()
        .filter(slice -> slice.layer().equals(layer))
        .mapToInt(Slice::offset)
        .min()
        .orElseThrow();
  }

  static float[] random(ParameterLayout layout, long seed) {
    Random random = new Random(seed);
    float[] values = new float[layout.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
