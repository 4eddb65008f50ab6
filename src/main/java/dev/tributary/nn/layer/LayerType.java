package dev.tributary.nn.layer;

import dev.tributary.config.Section;
import java.util.List;

/** Reads one kind of layer from a job file; found through {@link java.util.ServiceLoader}. */
public interface LayerType {
  /** The name that a job file uses, such as {@code batch_normalization}. */
  String name();

  /**
   * Reads an entry of {@code model.layers}. It may stand for several layers: {@code {type = dense,
   * activation = elu}} is a dense layer and an activation.
   */
  List<LayerSpec> read(Section section);
}
