package dev.tributary.nn;

import dev.tributary.config.JobFile;
import java.util.List;
import java.util.Random;

/** Networks from a few words of HOCON, and data for them. */
final class TestNetworks {
  private TestNetworks() {}

  /** The network of {@code model.layers = layers} and {@code training.loss = loss}. */
  static NetworkSpec spec(String layers, String loss) {
    String job = "model.layers = " + layers + "\ntraining.loss = " + loss;
    return JobFile.parse("test", job, List.of())
        .read(root -> NetworkSpec.read(root.section("model"), root.section("training")));
  }

  /** The network's own start, moved a little so that no scale is 1 and no offset 0. */
  static float[] weights(Network network, Random random) {
    float[] weights = network.parameters().initialize(random.nextLong());
    for (int i = 0; i < weights.length; i++) {
      weights[i] += (float) (0.2 * random.nextGaussian());
    }
    return weights;
  }

  /**
   * A minibatch of {@code rows} normal examples with targets that suit the network's loss; what
   * lies behind the rows is NaN, so that whoever reads it is found out.
   */
  static Minibatch batch(Network network, int rows, Random random) {
    TargetKind kind = network.spec().loss().targets();
    int outputs = network.width();
    Minibatch batch = new Minibatch(network.capacity(), network.input().size(), kind, outputs);
    batch.rows = rows;
    for (int i = 0; i < batch.features.length; i++) {
      batch.features[i] = i < rows * batch.width ? (float) random.nextGaussian() : Float.NaN;
    }
    for (int row = 0; row < batch.classes.length; row++) {
      batch.classes[row] = row < rows ? random.nextInt(outputs) : -1;
    }
    for (int i = 0; i < batch.values.length; i++) {
      batch.values[i] = i < rows * outputs ? random.nextFloat() : Float.NaN;
    }
    return batch;
  }
}
