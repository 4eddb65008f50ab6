package dev.tributary.nn.diagnosis;

/** What is measured of a layer; one that has no meaning for a layer is absent there. */
public enum Figure {
  /** The mean of its outputs, over all units and rows. */
  MEAN("mean"),
  /** The standard deviation of its outputs, over all units and rows. */
  DEVIATION("deviation"),
  /**
   * The share of values at which the slope is less than a tenth of the activation's largest; only
   * of activations that flatten at both ends.
   */
  SATURATED("saturated"),
  /** The share of units whose slope is 0 on every row of the sample; only of the ReLU family. */
  DEAD("dead"),
  /** The norm of the mean loss's gradient by the layer's parameters. */
  GRADIENT_NORM("gradientNorm"),
  /** {@link #GRADIENT_NORM} divided by that of the last layer with parameters. */
  GRADIENT_RATIO("gradientRatio"),
  /** The root mean square of each example's loss gradient by the layer's outputs. */
  OUTPUT_GRADIENT("outputGradient"),
  /** {@code ‖Δw‖ / ‖w‖} of the layer's parameters in the step that follows the measurement. */
  UPDATE_RATIO("updateRatio");

  private final String key;

  Figure(String key) {
    this.key = key;
  }

  /** What JSON calls it. */
  public String key() {
    return key;
  }
}
