package dev.tributary.checkpoint;

/** A checkpoint that can't be used; its message says why. */
final class UnsoundCheckpointException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Why why;

  /** What is wrong with it. */
  enum Why {
    DAMAGED,
    OTHER_VERSION
  }

  UnsoundCheckpointException(Why why, String source, String reason, Throwable cause) {
    super("The checkpoint " + source + " can't be used: " + reason.replaceFirst("\\.$", ""), cause);
    this.why = why;
  }

  Why why() {
    return why;
  }
}
