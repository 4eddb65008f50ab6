package dev.tributary.nn.diagnosis;

import dev.tributary.config.JobFile;
import dev.tributary.nn.Minibatch;
import dev.tributary.nn.Network;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import java.util.List;
import java.util.Random;

/** Networks from a few words of HOCON, measured on normal examples. */
final class Networks {
  static final int WIDTH = 20;
  private static final int ROWS = 200;

  private Networks() {}

  static NetworkSpec spec(String layers, String loss) {
    String job = "model.layers = [" + layers + "]\ntraining.loss = " + loss;
    return JobFile.parse("test", job, List.of())
        .read(root -> NetworkSpec.read(root.section("model"), root.section("training")));
  }

  /** Hidden layers, each as given, below a dense layer with softmax. */
  static Network deep(int depth, String layer) {
    String layers =
        (layer + ", ").repeat(depth) + "{type = dense, units = 4, activation = softmax}";
    return new Network(spec(layers, "sparse_categorical_crossentropy"), Shape.of(WIDTH), 50);
  }

  /**
   * Measures a network as it starts, and a step that changes every weight by this share.
   *
   * @param scale the features are normal numbers times this
   */
  static Measurement measure(Network network, double scale, double update) {
    return measure(network, network.parameters().initialize(1), scale, update);
  }

  static Measurement measure(Network network, float[] weights, double scale, double update) {
    Random random = new Random(8);
    Gauge gauge = new Gauge(network, weights, network.statistics().initialize(1));
    Minibatch batch = new Minibatch(50, WIDTH, TargetKind.CLASS_INDEX, 4);
    for (int from = 0; from < ROWS; from += batch.capacity) {
      batch.rows = batch.capacity;
      for (int i = 0; i < batch.features.length; i++) {
        batch.features[i] = (float) (scale * random.nextGaussian());
      }
      for (int row = 0; row < batch.rows; row++) {
        batch.classes[row] = batch.features[row * WIDTH] > 0 ? 1 : 0;
      }
      gauge.add(batch, from);
    }
    float[] next = weights.clone();
    for (int i = 0; i < next.length; i++) {
      next[i] *= (float) (1 + update);
    }
    return gauge.measurement("after 5 steps", 5, 0.01, next);
  }
}
