package dev.tributary.nn.layer;

import com.google.auto.service.AutoService;
import dev.tributary.config.Section;
import dev.tributary.nn.Shape;
import dev.tributary.nn.Technique;
import java.util.List;
import java.util.Map;

/**
 * Takes the largest value, or the mean, of each channel within a window that slides over a sequence
 * or a picture. A mean at a padded edge is that of the values that there are.
 *
 * @param kind what it takes
 * @param window what slides; its strides are its size unless the job says otherwise
 */
@Technique(
    kind = Technique.Kind.LAYER,
    name = "max_pooling",
    formula = "the largest value of each channel in the window",
    paper = "Ranzato et al., 2007",
    defaults = "pool-size 2, strides 2, padding valid")
@Technique(
    kind = Technique.Kind.LAYER,
    name = "average_pooling",
    formula = "the mean of each channel in the window",
    paper = "LeCun et al., 1998",
    defaults = "pool-size 2, strides 2, padding valid")
public record Pooling(Kind kind, Window window) implements ForeignLayer {
  private static final long serialVersionUID = 1L;
  private static final String SIZE = "pool-size";

  /** What it takes of a window. */
  public enum Kind {
    MAX("max_pooling"),
    AVERAGE("average_pooling");

    private final String type;

    Kind(String type) {
      this.type = type;
    }
  }

  @Override
  public String type() {
    return kind.type;
  }

  @Override
  public Map<String, Object> settings() {
    return window.settings(SIZE);
  }

  @Override
  public Shape outputShape(Shape input) {
    return window.over(input, input.channels());
  }

  private static List<LayerSpec> read(Kind kind, Section section) {
    return List.of(new Pooling(kind, Window.read(section, SIZE, List.of(2), List.of())));
  }

  /** Reads {@code max_pooling}. */
  @AutoService(LayerType.class)
  public static final class Max implements LayerType {
    @Override
    public String name() {
      return Kind.MAX.type;
    }

    @Override
    public List<LayerSpec> read(Section section) {
      return Pooling.read(Kind.MAX, section);
    }
  }

  /** Reads {@code average_pooling}. */
  @AutoService(LayerType.class)
  public static final class Average implements LayerType {
    @Override
    public String name() {
      return Kind.AVERAGE.type;
    }

    @Override
    public List<LayerSpec> read(Section section) {
      return Pooling.read(Kind.AVERAGE, section);
    }
  }
}
