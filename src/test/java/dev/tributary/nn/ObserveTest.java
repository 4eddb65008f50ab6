package dev.tributary.nn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ObserveTest {
  private static final String LAYERS =
      "[{type = dense, units = 5, name = low}, batch_normalization,"
          + " {type = activation, function = elu}, {type = dropout, rate = 0.4},"
          + " {type = dense, units = 3, activation = softmax, name = top}]";

  @Test
  void givesTheGradientThatTrainingGives() {
    equalsGradient(Set.of());
    equalsGradient(Set.of("low"));
  }

  private static void equalsGradient(Set<String> frozen) {
    NetworkSpec spec = TestNetworks.spec(LAYERS, "sparse_categorical_crossentropy");
    Network network = new Network(spec, Shape.of(4), 6, frozen);
    Random random = new Random(3);
    float[] weights = TestNetworks.weights(network, random);
    Minibatch batch = TestNetworks.batch(network, 5, random);
    float[] expected = new float[weights.length];
    float[] observed = new float[weights.length];
    Arrays.fill(observed, 7f);
    float[] movedBefore = network.statistics().initialize(1);
    float[] movedHere = movedBefore.clone();

    double loss = network.gradient(batch, weights, movedBefore, expected, 9);
    List<String> told = new ArrayList<>();
    double same = network.observe(batch, weights, movedHere, observed, 9, listing(told));

    assertThat(same).isEqualTo(loss);
    assertThat(observed).isEqualTo(expected);
    assertThat(movedHere).isEqualTo(movedBefore);
    assertThat(told).startsWith("up 0", "up 1", "up 2", "up 3", "up 4", "up 5", "down 4");
    assertThat(told).endsWith(frozen.isEmpty() ? "down 0" : "down 1");
  }

  private static LayerObserver listing(List<String> told) {
    return new LayerObserver() {
      @Override
      public void output(int layer, float[] output, int rows) {
        told.add("up " + layer);
      }

      @Override
      public void outputGradient(int layer, float[] gradient, int rows) {
        told.add("down " + layer);
      }
    };
  }
}
