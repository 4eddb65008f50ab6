package dev.tributary.data;

/** Data that a job can't use; the message says what was found, where, and what is allowed. */
public final class UnusableDataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnusableDataException(String message) {
    super(message);
  }
}
