package dev.tributary.train;

import dev.tributary.nn.GradientEngine;
import java.io.Serializable;

/** How a prediction's outputs are computed. */
interface Inference extends Serializable {
  /** What came out. */
  final class Estimates {
    /** {@code [rows, outputs]}; valid until the network's next call. */
    final float[] means;

    /** Over passes, {@code [rows, outputs]}; empty where there is one pass. */
    final float[] deviations;

    Estimates(float[] means, float[] deviations) {
      this.means = means;
      this.deviations = deviations;
    }
  }

  /** The form of a network that this runs. */
  TrainedNetwork suited(TrainedNetwork network);

  /** Whether there are {@link Estimates#deviations}. */
  boolean deviates();

  /**
   * Computes the outputs of some rows.
   *
   * @param network of the {@link #suited} form
   * @param features {@code [rows, inputs]}
   */
  Estimates infer(GradientEngine network, SharedModel model, float[] features, int rows);

  /** One pass with nothing random, through the folded network. */
  record OnePass() implements Inference {
    private static final long serialVersionUID = 1L;
    private static final float[] NONE = new float[0];

    @Override
    public TrainedNetwork suited(TrainedNetwork network) {
      return network.folded();
    }

    @Override
    public boolean deviates() {
      return false;
    }

    @Override
    public Estimates infer(GradientEngine network, SharedModel model, float[] features, int rows) {
      return new Estimates(network.outputs(features, rows, model.weights, model.statistics), NONE);
    }
  }
}
