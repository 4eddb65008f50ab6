package dev.tributary.nn.layer;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.nn.Shape;
import dev.tributary.nn.Technique;
import java.util.List;
import java.util.Map;

/** Makes one row of values of an example of any shape; the values stay in order. */
@Technique(
    kind = Technique.Kind.LAYER,
    name = "flatten",
    formula = "the values of an example in one row",
    paper = "–")
public record Flatten() implements LayerSpec {
  private static final long serialVersionUID = 1L;

  @Override
  public String type() {
    return "flatten";
  }

  @Override
  public Map<String, Object> settings() {
    return Map.of();
  }

  @Override
  public Shape outputShape(Shape input) {
    return Shape.of(input.size());
  }

  @Override
  public Layer build(LayerPlan plan) {
    return new SameNumbers();
  }

  /** Reads {@code flatten}. */
  @AutoService(LayerType.class)
  public static final class Type implements LayerType {
    @Override
    public String name() {
      return "flatten";
    }

    @Override
    public List<LayerSpec> read(Section section) {
      return List.of(new Flatten());
    }
  }
}
