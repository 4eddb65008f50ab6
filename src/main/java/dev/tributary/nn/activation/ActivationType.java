package dev.tributary.nn.activation;

import dev.tributary.config.Section;

/** Reads one kind of activation from a job file; found through {@link java.util.ServiceLoader}. */
public interface ActivationType {
  /** The name that a job file uses. */
  String name();

  /** Reads the activation's own settings, with its defaults, from the section that names it. */
  Activation read(Section section);
}
