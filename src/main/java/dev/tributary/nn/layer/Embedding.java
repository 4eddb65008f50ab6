package dev.tributary.nn.layer;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.Shape;
import dev.tributary.nn.Technique;
import dev.tributary.nn.initializer.Initializer;
import dev.tributary.nn.initializer.Initializers;
import dev.tributary.nn.initializer.RandomUniform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts a vector in the place of each index: {@code y[t] = E[x[t]]}. It comes first, over features
 * that are whole numbers from 0, such as the words of a text, and so aren't scaled; {@code [steps]}
 * becomes {@code [steps, units]} (Bengio et al., 2003).
 *
 * @param entries how many vectors there are; indices are below
 * @param units the length of a vector
 * @param initializer how the vectors start
 */
@Technique(
    kind = Technique.Kind.LAYER,
    name = "embedding",
    formula = "y[t] = E[x[t]], x whole numbers",
    paper = "Bengio et al., 2003",
    defaults = "entries required, units required")
public record Embedding(int entries, int units, Initializer initializer) implements ForeignLayer {
  private static final long serialVersionUID = 1L;

  @Override
  public String type() {
    return "embedding";
  }

  @Override
  public Map<String, Object> settings() {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("entries", entries);
    settings.put("units", units);
    settings.put("initializer", Initializers.toSetting(initializer));
    return settings;
  }

  @Override
  public Shape outputShape(Shape input) {
    if (input.rank() != 1) {
      throw new IllegalArgumentException("it takes flat input, found " + input);
    }
    return Shape.of(input.size(), units);
  }

  @Override
  public List<TensorSpec> parameters(Shape input) {
    return List.of(new TensorSpec("kernel", Shape.of(entries, units), initializer, entries, units));
  }

  /** Reads {@code embedding}. */
  @AutoService(LayerType.class)
  public static final class Type implements LayerType {
    @Override
    public String name() {
      return "embedding";
    }

    @Override
    public List<LayerSpec> read(Section section) {
      int entries = section.integer("entries", Range.between(1, 1 << 24));
      int units = section.integer("units", Range.between(1, 1 << 16));
      Initializer named =
          section.has("initializer")
              ? Initializers.read(section, "initializer")
              : new RandomUniform(0.05);
      return List.of(
          new Embedding(
              entries, units, named.equals(Initializers.AUTO) ? new RandomUniform(0.05) : named));
    }
  }
}
