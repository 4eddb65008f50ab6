package dev.tributary.nn.layer;

import dev.tributary.config.Section;
import java.util.List;

/** A kind of layer that can also be named as an activation. */
interface NonlinearityType extends LayerType {
  /** Reads its settings, with its defaults, from the section that names it. */
  Nonlinearity nonlinearity(Section section);

  @Override
  default List<LayerSpec> read(Section section) {
    return List.of(nonlinearity(section));
  }
}
