package dev.tributary.nn.layer;

import com.google.auto.service.AutoService;
import dev.tributary.config.Range;
import dev.tributary.config.Section;
import dev.tributary.nn.Technique;
import java.util.List;

/**
 * Reads a whole network that Deeplearning4j's configuration describes, as saved models have it; job
 * files name a file instead, {@code model.dl4j}.
 */
@Technique(
    kind = Technique.Kind.LAYER,
    name = "dl4j",
    formula = "a whole network of Deeplearning4j, from the file that model.dl4j names",
    paper = "–",
    defaults = "configuration required")
@AutoService(LayerType.class)
public final class WholeNetworkType implements LayerType {
  /** What job files and models call it. */
  public static final String NAME = "dl4j";

  private static final String INPUT_SHAPE = "input-shape";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<LayerSpec> read(Section section) {
    return read(section, "configuration", section.string("configuration"));
  }

  /**
   * Reads the shape of an example beside a configuration; problems are noted in the section.
   *
   * @param key that holds the configuration
   * @return the network, or nothing where there is a problem
   */
  public static List<LayerSpec> read(Section section, String key, String configuration) {
    List<Integer> shape =
        section.has(INPUT_SHAPE)
            ? section.integers(INPUT_SHAPE, Range.between(1, 1 << 24))
            : List.of();
    if (!section.isSound(key)) {
      return List.of();
    }
    try {
      return List.of(ForeignLayers.required().network(configuration, shape));
    } catch (IllegalArgumentException unsound) {
      section.complain(key, unsound.getMessage());
      return List.of();
    }
  }
}
