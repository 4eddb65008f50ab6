package dev.tributary.data;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How features are scaled: every one becomes {@code (x - shift) * factor}.
 *
 * <ul>
 *   <li>standard: shift = mean, factor = 1 / standard deviation (of the population)
 *   <li>minmax: shift = min, factor = 1 / (max - min)
 *   <li>divisor d: shift = 0, factor = 1 / d
 *   <li>none: shift = 0, factor = 1
 * </ul>
 *
 * A feature that is constant over the training rows has factor 1.
 *
 * @param kind which of them
 * @param divisor the number to divide by, greater than 0; 1 unless the kind is a divisor
 */
public record Scaling(Kind kind, double divisor) {
  /** The ways to scale. */
  public enum Kind {
    STANDARD,
    MINMAX,
    DIVISOR,
    NONE;

    /** Whether the training rows decide it. */
    boolean isFitted() {
      return this == STANDARD || this == MINMAX;
    }
  }

  /** What a fit gives: {@code shift} and {@code factor}, each {@code [width]}. */
  record Fitted(List<Double> shift, List<Double> factor) {}

  /** Reads the key {@code scaling}. */
  static Scaling read(Section section) {
    String text = section.string("scaling");
    Optional<Double> divisor = DataConfig.number(text);
    if (divisor.isPresent() && Range.positive().contains(divisor.get())) {
      return divisor(divisor.get());
    }
    return switch (text) {
      case "standard" -> standard();
      case "minmax" -> minmax();
      case "none" -> none();
      default -> {
        section.problem(
            "scaling", "standard, minmax, none or a number to divide by, greater than 0");
        yield none();
      }
    };
  }

  /** As messages have it, such as {@code divided by 255}. */
  public String words() {
    return kind == Kind.DIVISOR
        ? "divided by " + NumberSettings.shown(divisor)
        : kind.name().toLowerCase(Locale.ROOT);
  }

  public static Scaling standard() {
    return new Scaling(Kind.STANDARD, 1);
  }

  public static Scaling minmax() {
    return new Scaling(Kind.MINMAX, 1);
  }

  public static Scaling none() {
    return new Scaling(Kind.NONE, 1);
  }

  public static Scaling divisor(double divisor) {
    return new Scaling(Kind.DIVISOR, divisor);
  }

  /** Fits to what the census found in the training rows. */
  Fitted fit(Moments moments, int width) {
    double[] shift = new double[width];
    double[] factor = new double[width];
    for (int j = 0; j < width; j++) {
      switch (kind) {
        case STANDARD -> {
          shift[j] = moments.mean(j);
          factor[j] = inverse(moments.standardDeviation(j));
        }
        case MINMAX -> {
          shift[j] = moments.low(j);
          factor[j] = inverse(moments.high(j) - moments.low(j));
        }
        case DIVISOR -> factor[j] = 1 / divisor;
        case NONE -> factor[j] = 1;
      }
    }
    return new Fitted(
        Arrays.stream(shift).boxed().toList(), Arrays.stream(factor).boxed().toList());
  }

  static double inverse(double spread) {
    double inverse = 1 / spread;
    return spread > 0 && inverse <= Float.MAX_VALUE ? inverse : 1;
  }
}
