package dev.tributary.interop.archive;

/**
 * Something of a network that the other side lacks, or does otherwise; the message names the layer
 * and says why, without a full stop.
 */
public final class NotTranslatableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NotTranslatableException(String message) {
    super(message);
  }
}
