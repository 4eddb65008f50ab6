package dev.tributary.nn;

/** What the outputs are compared with. */
public enum TargetKind {
  /** One class index an example, from 0. */
  CLASS_INDEX,
  /** One number an output unit: a one-hot vector, 0 or 1 a label, or the value to regress. */
  VALUES,
  /** The inputs themselves, one an output unit: the network learns to reconstruct them. */
  FEATURES
}
