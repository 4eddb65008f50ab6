package dev.tributary.nn.initializer;

import dev.tributary.config.Section;

/** Reads one kind of initializer from a job file; found through {@link java.util.ServiceLoader}. */
public interface InitializerType {
  /** The name that a job file uses. */
  String name();

  /** Reads the initializer's own settings, with its defaults, from the section that names it. */
  Initializer read(Section section);
}
