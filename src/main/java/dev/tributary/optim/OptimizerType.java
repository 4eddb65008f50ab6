package dev.tributary.optim;

import dev.tributary.config.Section;

/** Reads one kind of optimizer from a job file; found through {@link java.util.ServiceLoader}. */
public interface OptimizerType {
  /** The name that a job file uses. */
  String name();

  /** Reads its settings from its own section. */
  Optimizer read(Section section);
}
