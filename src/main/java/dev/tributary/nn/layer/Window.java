package dev.tributary.nn.layer;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.Shape;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a convolution or a pooling slides over the steps of a sequence, {@code [steps, channels]},
 * or the pixels of a picture, {@code [height, width, channels]}.
 *
 * @param size its extent in each direction; one number is for all
 * @param strides how far it goes on in each direction; one number is for all
 * @param padding what happens at the edges
 */
public record Window(List<Integer> size, List<Integer> strides, Padding padding)
    implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Range EXTENT = Range.between(1, 1 << 16);

  /** What happens at the edges. */
  public enum Padding {
    /** It stays inside: {@code ⌊(n - size) / stride⌋ + 1} places. */
    VALID,
    /** Zeros around, half on each side and an odd one at the end: {@code ⌈n / stride⌉} places. */
    SAME
  }

  public Window {
    size = List.copyOf(size);
    strides = List.copyOf(strides);
  }

  /**
   * Reads a size, {@code strides} and {@code padding}.
   *
   * @param sizeKey the key of the size
   * @param strides where there are none
   */
  static Window read(Section section, String sizeKey, List<Integer> size, List<Integer> strides) {
    List<Integer> own = section.has(sizeKey) ? extents(section, sizeKey) : size;
    return new Window(
        own,
        section.has("strides") ? extents(section, "strides") : strides.isEmpty() ? own : strides,
        section.has("padding")
            ? section.choice("padding", Map.of("valid", Padding.VALID, "same", Padding.SAME))
            : Padding.VALID);
  }

  private static List<Integer> extents(Section section, String key) {
    List<Integer> extents =
        section.holdsNumber(key)
            ? List.of(section.integer(key, EXTENT))
            : section.integers(key, EXTENT);
    if (extents.isEmpty() || extents.size() > 2) {
      section.complain(key, "must be a whole number, or a list of one for each direction: 1 or 2");
      return List.of(1);
    }
    return extents;
  }

  /** Adds what {@link #read} reads back. */
  void addTo(Map<String, Object> settings, String sizeKey) {
    settings.put(sizeKey, setting(size));
    settings.put("strides", setting(strides));
    settings.put("padding", padding == Padding.SAME ? "same" : "valid");
  }

  Map<String, Object> settings(String sizeKey) {
    Map<String, Object> settings = new LinkedHashMap<>();
    addTo(settings, sizeKey);
    return settings;
  }

  private static Object setting(List<Integer> extents) {
    return extents.size() == 1 ? extents.get(0) : extents;
  }

  /** Its extent in a direction, from 0. */
  public int size(int direction) {
    return size.get(Math.min(direction, size.size() - 1));
  }

  /** How far it goes on in a direction, from 0. */
  public int stride(int direction) {
    return strides.get(Math.min(direction, strides.size() - 1));
  }

  /**
   * The shape of what it gives.
   *
   * @param channels of each place
   * @throws IllegalArgumentException if it can't slide over such an input
   */
  Shape over(Shape input, int channels) {
    int directions = input.rank() - 1;
    if (directions != 1 && directions != 2) {
      throw new IllegalArgumentException(
          "it takes sequences [steps, channels] or pictures [height, width, channels], found "
              + input
              + "; put { type = reshape, shape = [...] } before it");
    }
    if (size.size() > directions || strides.size() > directions) {
      throw new IllegalArgumentException(
          "it has a size or strides in 2 directions, but its input, " + input + ", has one");
    }
    List<Integer> shape = new ArrayList<>();
    for (int i = 0; i < directions; i++) {
      int length = input.dimensions().get(i);
      if (padding == Padding.VALID && size(i) > length) {
        throw new IllegalArgumentException(
            "its window, %d long, is longer than its input, %s; give it padding = same"
                .formatted(size(i), input));
      }
      shape.add(
          padding == Padding.SAME
              ? (length + stride(i) - 1) / stride(i)
              : (length - size(i)) / stride(i) + 1);
    }
    shape.add(channels);
    return new Shape(shape);
  }
}
