package dev.tributary.nn.diagnosis;

import java.io.Serializable;

/**
 * Something that is wrong with a network, in plain words.
 *
 * @param kind what
 * @param severity how much it matters
 * @param from the lowest layer that shows it, or {@code input}; empty where it is of the whole
 *     network
 * @param to the highest one
 * @param text what was found, with figures, and what to do
 */
public record Finding(Kind kind, Severity severity, String from, String to, String text)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What can be wrong. */
  public enum Kind {
    NOT_FINITE,
    RISING_LOSS,
    VANISHING_GRADIENTS,
    EXPLODING_GRADIENTS,
    SATURATION,
    DEAD_UNITS,
    FADING_SIGNAL,
    GROWING_SIGNAL,
    UNSUITABLE_INITIALIZER,
    LARGE_UPDATES,
    SMALL_UPDATES,
    UNSCALED_INPUTS,
    OFF_CENTER
  }
}
