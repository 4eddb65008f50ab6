package dev.tributary.train;

import dev.tributary.nn.GradientEngine;
import dev.tributary.nn.LayerObserver;
import dev.tributary.nn.Minibatch;
import java.io.Serializable;

/**
 * Where a worker's numbers ran out.
 *
 * @param step the local step of the round whose loss isn't a finite number, from 1
 * @param layer the lowest layer whose outputs then aren't finite; empty if the loss alone isn't
 */
record Breakdown(int step, String layer) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Goes up the layers once more; the statistics aren't moved. */
  static Breakdown at(
      int step,
      GradientEngine network,
      Minibatch batch,
      float[] weights,
      float[] statistics,
      long seed) {
    Lowest lowest = new Lowest(network);
    float[] unused = new float[weights.length];
    network.observe(batch, weights, statistics.clone(), unused, seed, lowest);
    return new Breakdown(step, lowest.layer);
  }

  /** {@code from its step 3 on; going up, the outputs of dense_2 are the first that aren't}. */
  String words() {
    String beginning = "from its step " + step + " of the round on";
    return layer.isEmpty()
        ? beginning
        : beginning
            + "; going up the layers, the outputs of "
            + layer
            + " are the first that aren't";
  }

  private static final class Lowest implements LayerObserver {
    private final GradientEngine network;
    private String layer = "";

    Lowest(GradientEngine network) {
      this.network = network;
    }

    @Override
    public void output(int index, float[] output, int rows) {
      int size = rows * network.shapes().get(index).size();
      for (int i = 0; layer.isEmpty() && i < size; i++) {
        if (!Float.isFinite(output[i])) {
          layer = network.spec().layers().get(index).name();
        }
      }
    }

    @Override
    public void outputGradient(int index, float[] gradient, int rows) {
      // What is asked is where the outputs break.
    }
  }
}
