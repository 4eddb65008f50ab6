package dev.tributary.nn.diagnosis;

import java.io.Serializable;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What was measured of one layer.
 *
 * @param layer its name
 * @param kind its type, or the function of an activation
 * @param figures those that have a meaning for it; a value that isn't finite shows that the network
 *     has left the range of numbers
 */
public record LayerFigures(String layer, String kind, Map<Figure, Double> figures)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  public LayerFigures {
    EnumMap<Figure, Double> copy = new EnumMap<>(Figure.class);
    copy.putAll(figures);
    figures = Collections.unmodifiableMap(copy);
  }

  /** A figure, if it has a meaning for this layer. */
  public OptionalDouble figure(Figure figure) {
    Double value = figures.get(figure);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** Its name, and the function where it is an activation. */
  public String label() {
    return layer.startsWith(kind) ? layer : layer + " (" + kind + ")";
  }
}
