package dev.tributary.data;

import dev.tributary.config.Section;

/**
 * What stands for a missing number.
 *
 * @param kind where it comes from
 * @param value the number itself where it is given, else 0
 */
public record Imputation(Kind kind, double value) {
  /** The ways to find it; those that are fitted use the training rows that have a value. */
  public enum Kind {
    /** The mean of the clipped values, correctly rounded. */
    MEAN,
    /** The middle one of the clipped values in order, or half-way between the two middle ones. */
    MEDIAN,
    /** Given by the job. */
    CONSTANT
  }

  static Imputation read(Section entry, String key) {
    String text = entry.string(key);
    return switch (text) {
      case "mean" -> new Imputation(Kind.MEAN, 0);
      case "median" -> new Imputation(Kind.MEDIAN, 0);
      default -> constant(entry, key, text);
    };
  }

  private static Imputation constant(Section entry, String key, String text) {
    double value = Double.NaN;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException notANumber) {
      // Said below.
    }
    if (!(Math.abs(value) <= Float.MAX_VALUE) && entry.isSound(key)) {
      entry.problem(key, "mean, median or a number to take for a missing one");
      value = 0;
    }
    return new Imputation(Kind.CONSTANT, value);
  }

  @Override
  public String toString() {
    return switch (kind) {
      case MEAN -> "mean";
      case MEDIAN -> "median";
      case CONSTANT -> NumberSettings.shown(value);
    };
  }
}
