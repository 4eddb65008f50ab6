package dev.tributary.train;

/** Training that left the range of numbers; the message says where and what to try. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public DivergedException(String message) {
    super(message);
  }
}
