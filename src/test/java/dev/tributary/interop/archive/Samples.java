package dev.tributary.interop.archive;

import dev.tributary.nn.NamedLayer;
import dev.tributary.nn.Network;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.ParameterLayout.Slice;
import dev.tributary.nn.Shape;
import dev.tributary.nn.layer.BatchNormalization;
import dev.tributary.nn.layer.LayerSpec;
import dev.tributary.nn.loss.Loss;
import dev.tributary.train.TrainedNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Networks with random weights, and what they give on both sides. */
final class Samples {
  static final int INPUTS = 5;
  static final int ROWS = 7;

  private Samples() {}

  /** A network whose weights and moving statistics are random. */
  static TrainedNetwork network(Loss loss, LayerSpec... layers) {
    List<NamedLayer> named = new ArrayList<>();
    for (LayerSpec layer : layers) {
      named.add(new NamedLayer("layer_" + (named.size() + 1), layer));
    }
    NetworkSpec spec = new NetworkSpec(named, loss);
    Network network = new Network(spec, Shape.of(INPUTS), 1);
    float[] weights = new float[network.parameters().size()];
    fill(weights, 0, weights.length, 1);
    float[] statistics = new float[network.statistics().size()];
    for (Slice slice : network.statistics().slices()) {
      boolean variance = slice.spec().name().equals(BatchNormalization.MOVING_VARIANCE);
      fill(statistics, slice.offset(), slice.length(), 2);
      for (int i = slice.offset(); variance && i < slice.offset() + slice.length(); i++) {
        statistics[i] = 0.1f + statistics[i] * statistics[i];
      }
    }
    return new TrainedNetwork(spec, Shape.of(INPUTS), weights, statistics);
  }

  /** Rows around 0, on both sides of it. */
  static float[] features() {
    float[] features = new float[ROWS * INPUTS];
    fill(features, 0, features.length, 3);
    return features;
  }

  static void fill(float[] values, int from, int length, long seed) {
    Random random = new Random(seed);
    for (int i = from; i < from + length; i++) {
      values[i] = (float) random.nextGaussian();
    }
  }

  /** What a network gives here. */
  static float[] outputs(TrainedNetwork network, float[] features) {
    int rows = features.length / network.input().size();
    Network running = new Network(network.spec(), network.input(), rows);
    float[] outputs = running.outputs(features, rows, network.weights(), network.statistics());
    return Arrays.copyOf(outputs, rows * running.width());
  }

  /** The same numbers over there. */
  static INDArray rows(float[] features, int width) {
    return Nd4j.createFromArray(features).reshape('c', features.length / width, width);
  }
}
