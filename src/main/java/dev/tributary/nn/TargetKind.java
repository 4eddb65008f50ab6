package dev.tributary.nn;

/** What a loss compares the outputs with. */
public enum TargetKind {
  /** One class index an example, from 0. */
  CLASS_INDEX,
  /** One number an output unit: a one-hot vector, 0 or 1 a label, or the value to regress. */
  VALUES
}
