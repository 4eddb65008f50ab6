package dev.tributary.nn.loss;

import dev.tributary.config.Section;

/** Reads one kind of loss from a job file; found through {@link java.util.ServiceLoader}. */
public interface LossType {
  /** The name that a job file uses. */
  String name();

  /** Reads its settings from its own section. */
  Loss read(Section section);
}
