package dev.tributary.config;

/**
 * One thing that is wrong with a job file.
 *
 * @param path the full key, such as {@code training.batch-size}
 * @param origin where it stands, such as {@code digits.conf: 12}; empty if it stands nowhere
 * @param message what was found and what is allowed
 */
public record Problem(String path, String origin, String message) {
  @Override
  public String toString() {
    return path + (origin.isEmpty() ? "" : " (" + origin + ")") + ": " + message;
  }
}
