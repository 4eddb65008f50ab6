package dev.tributary.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.nn.Minibatch;
import dev.tributary.nn.Network;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BreakdownTest {
  private static final Network NETWORK =
      new Network(
          Examples.network(
              "{type = dense, units = 2}, batch_normalization, {type = dense, units = 2},"
                  + " {type = dense, units = 3, activation = softmax}"),
          Shape.of(2),
          4);

  @Test
  void namesTheLowestLayerWhoseOutputsAreNotFinite() {
    // dense_2 multiplies values around 1 with the largest float, four times over.
    float[] weights = weights();
    Arrays.fill(weights, 6 + 4, 6 + 4 + 4, Float.MAX_VALUE);
    Arrays.fill(weights, 6 + 4 + 4, 6 + 4 + 4 + 2, Float.MAX_VALUE);
    Breakdown breakdown = at(weights);
    assertThat(breakdown.layer()).isEqualTo("dense_2");
    assertThat(breakdown.words())
        .isEqualTo(
            "from its step 3 of the round on; going up the layers, the outputs of dense_2 are the"
                + " first that aren't");
  }

  @Test
  void namesNoneWhereOnlyTheLossIsNotFinite() {
    assertThat(at(weights()).words()).isEqualTo("from its step 3 of the round on");
  }

  private static float[] weights() {
    return NETWORK.parameters().initialize(1);
  }

  private static Breakdown at(float[] weights) {
    Minibatch batch = new Minibatch(4, 2, TargetKind.CLASS_INDEX, 3);
    batch.rows = 4;
    for (int i = 0; i < batch.features.length; i++) {
      batch.features[i] = (i % 3) - 0.5f;
    }
    float[] statistics = NETWORK.statistics().initialize(1);
    float[] before = statistics.clone();
    Breakdown breakdown = Breakdown.at(3, NETWORK, batch, weights, statistics, 1);
    assertThat(statistics).isEqualTo(before);
    return breakdown;
  }
}
