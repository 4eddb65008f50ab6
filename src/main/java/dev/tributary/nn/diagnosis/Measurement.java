package dev.tributary.nn.diagnosis;

import java.io.Serializable;
import java.util.List;

/**
 * How signal and gradient travel through a network at one moment, on one sample.
 *
 * @param when such as {@code at initialization} or {@code after 100 steps}
 * @param steps local steps that the network had taken
 * @param rows examples of the sample
 * @param loss the sample's mean loss, as training takes it
 * @param rate the learning rate of the step that follows
 * @param input mean and standard deviation of the features
 * @param layers one for each layer, from the input up
 */
public record Measurement(
    String when,
    long steps,
    int rows,
    double loss,
    double rate,
    LayerFigures input,
    List<LayerFigures> layers)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public Measurement {
    layers = List.copyOf(layers);
  }
}
