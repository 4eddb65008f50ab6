package dev.tributary.model;

import java.io.IOException;

/** A directory that isn't the one any more in which a run began. */
public final class OutputGoneException extends IOException {
  private static final long serialVersionUID = 1L;

  public OutputGoneException(String message) {
    super(message);
  }
}
