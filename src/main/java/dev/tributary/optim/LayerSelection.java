package dev.tributary.optim;

import dev.tributary.config.NamePattern;
import dev.tributary.config.NearMiss;
import dev.tributary.config.Section;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;

/**
 * Some layers of a network.
 *
 * @param patterns names, or patterns of names with {@code *} and {@code ?}
 */
public record LayerSelection(List<String> patterns) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Every layer. */
  public static final LayerSelection ALL = new LayerSelection(List.of("*"));

  public LayerSelection {
    patterns = List.copyOf(patterns);
  }

  /**
   * Reads {@code layers = ["dense_*"]}, every layer unless given; a pattern that means none is a
   * problem.
   *
   * @param layers the names of the network's layers; empty where it isn't known, and then any
   *     pattern will do
   */
  static LayerSelection read(Section section, List<String> layers) {
    if (!section.has("layers")) {
      return ALL;
    }
    List<String> patterns = section.strings("layers");
    if (patterns.isEmpty() && section.isSound("layers")) {
      section.problem("layers", "at least one name or pattern of a layer");
    }
    for (String pattern : patterns) {
      if (!layers.isEmpty() && new NamePattern(pattern).in(layers).isEmpty()) {
        Optional<String> near = NearMiss.of(pattern, layers);
        section.complain(
            "layers",
            "no layer is called %s; the layers are %s%s"
                .formatted(
                    pattern,
                    String.join(", ", layers),
                    near.map(name -> "; did you mean " + name + "?").orElse("")));
      }
    }
    return new LayerSelection(patterns);
  }

  boolean includes(String layer) {
    return patterns.stream().anyMatch(each -> !new NamePattern(each).in(List.of(layer)).isEmpty());
  }
}
