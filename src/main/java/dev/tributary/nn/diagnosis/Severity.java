package dev.tributary.nn.diagnosis;

/** How much a finding matters. */
public enum Severity {
  /** The network can hardly learn as it is. */
  CRITICAL,
  /** It learns worse or more slowly than it could. */
  WARNING,
  /** Good to know. */
  HINT
}
