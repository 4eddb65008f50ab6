package dev.tributary.config;

/**
 * The numbers that a setting allows.
 *
 * @param allowed the range in words, such as "at least 1"
 * @param low the lower bound
 * @param high the upper bound
 * @param bounds which of the bounds are excluded
 */
public record Range(String allowed, double low, double high, Bounds bounds) {
  /** Which of a range's bounds are excluded. */
  public enum Bounds {
    CLOSED,
    LOW_OPEN,
    HIGH_OPEN,
    OPEN
  }

  /** Every finite number. */
  public static Range any() {
    return new Range("a finite number", -Double.MAX_VALUE, Double.MAX_VALUE, Bounds.CLOSED);
  }

  /** {@code (0, ∞)}. */
  public static Range positive() {
    return new Range("greater than 0", 0, Double.MAX_VALUE, Bounds.LOW_OPEN);
  }

  /** {@code [low, ∞)}. */
  public static Range atLeast(double low) {
    return new Range("at least " + text(low), low, Double.MAX_VALUE, Bounds.CLOSED);
  }

  /** {@code [low, high]}. */
  public static Range between(double low, double high) {
    return new Range("from " + text(low) + " to " + text(high), low, high, Bounds.CLOSED);
  }

  /** {@code [low, high)}. */
  public static Range fromBelow(double low, double high) {
    return new Range(
        "at least " + text(low) + " and less than " + text(high), low, high, Bounds.HIGH_OPEN);
  }

  /** {@code (low, high)}. */
  public static Range inside(double low, double high) {
    return new Range(
        "greater than " + text(low) + " and less than " + text(high), low, high, Bounds.OPEN);
  }

  /** Whether a value is allowed; NaN and the infinities never are. */
  public boolean contains(double value) {
    return switch (bounds) {
      case CLOSED -> value >= low && value <= high;
      case LOW_OPEN -> value > low && value <= high;
      case HIGH_OPEN -> value >= low && value < high;
      case OPEN -> value > low && value < high;
    };
  }

  private static String text(double bound) {
    return bound == Math.rint(bound) && Math.abs(bound) < 1e15
        ? Long.toString((long) bound)
        : Double.toString(bound);
  }
}
