package dev.tributary.nn.layer;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.Shape;
import dev.tributary.nn.Technique;
import java.util.List;
import java.util.Map;

/**
 * Gives the values of an example another shape; they stay in order. So a row of data becomes a
 * picture {@code [height, width, channels]} or a sequence {@code [steps, features]}.
 *
 * @param shape of an example
 */
@Technique(
    kind = Technique.Kind.LAYER,
    name = "reshape",
    formula = "the values of an example in another shape, in order",
    paper = "–",
    defaults = "shape required")
public record Reshape(Shape shape) implements LayerSpec {
  private static final long serialVersionUID = 1L;

  @Override
  public String type() {
    return "reshape";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of("shape", shape.dimensions());
  }

  @Override
  public Shape outputShape(Shape input) {
    if (input.size() != shape.size()) {
      throw new IllegalArgumentException(
          "its shape, %s, has %d values, but an example here has %d"
              .formatted(shape, shape.size(), input.size()));
    }
    return shape;
  }

  @Override
  public Layer build(LayerPlan plan) {
    return new SameNumbers();
  }

  /** Reads {@code reshape}. */
  @AutoService(LayerType.class)
  public static final class Type implements LayerType {
    @Override
    public String name() {
      return "reshape";
    }

    @Override
    public List<LayerSpec> read(Section section) {
      List<Integer> dimensions = section.integers("shape", Range.between(1, 1 << 24));
      return List.of(new Reshape(dimensions.isEmpty() ? Shape.of(1) : new Shape(dimensions)));
    }
  }
}
