package dev.tributary.data;

import java.io.Serializable;
import java.util.List;

/**
 * How numbers become inputs: clipped, filled in where they are missing, taken through a curve, and
 * then scaled by the shift and factor of each input.
 *
 * @param clip the least and the greatest value; empty for none
 * @param fill stands for a missing number; empty where none may be missing
 */
public record NumberEncoding(
    String column, List<Double> clip, List<Double> fill, Indicator indicator, Curve curve)
    implements ColumnEncoding, Serializable {
  private static final long serialVersionUID = 1L;

  public NumberEncoding {
    clip = List.copyOf(clip);
    fill = List.copyOf(fill);
  }

  static NumberEncoding plain(String column) {
    return NumberSettings.PLAIN.unfitted(column);
  }

  NumberEncoding filledWith(double value) {
    return new NumberEncoding(column, clip, List.of(value), indicator, curve);
  }

  /** Whether there is nothing to do but to scale. */
  boolean isPlain() {
    return equals(plain(column));
  }

  /** A value that isn't missing, within the limits. */
  double clipped(double value) {
    return clip.isEmpty() ? value : Math.min(Math.max(value, clip.get(0)), clip.get(1));
  }

  /** A value, NaN where it is missing, before it is scaled. */
  double unscaled(double value) {
    return curve.at(Double.isNaN(value) ? fill.get(0) : clipped(value));
  }

  @Override
  public int inputs(int values) {
    return values + indicator.inputs();
  }

  @Override
  public Object meaning() {
    return List.of(clip, fill.size(), indicator, curve);
  }

  @Override
  public void check(int values) {
    boolean sound =
        clip.stream().allMatch(Double::isFinite) && fill.stream().allMatch(Double::isFinite);
    if (!sound || !(clip.isEmpty() || (clip.size() == 2 && clip.get(0) <= clip.get(1)))) {
      throw ColumnEncoding.invalid(column, "it must be clipped to two numbers, or not at all");
    }
    if (fill.size() > 1 || (fill.isEmpty() && indicator == Indicator.USED)) {
      throw ColumnEncoding.invalid(column, "one number must stand for a missing one, or none");
    }
    if (values != 1 && !fill.isEmpty()) {
      throw ColumnEncoding.invalid(column, "only a single number can be filled in");
    }
  }
}
