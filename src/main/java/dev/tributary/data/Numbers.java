package dev.tributary.data;

import com.fasterxml.jackson.core.io.NumberInput;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Reads numbers from text without an object a number. */
final class Numbers {
  private static final int EXACT_DIGITS = 15;
  private static final double[] POWERS = new double[EXACT_DIGITS + 1];
  private static final Set<String> NOT_FINITE = Set.of("nan", "inf", "infinity");

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private Numbers() {}

  /**
   * The number that a text writes, blanks around it aside.
   *
   * <p>Up to 15 digits and no exponent are read directly: both the digits and the power of ten are
   * exact in a double, so that one division rounds as {@link Double#parseDouble} does. So does the
   * parser that takes the others, in a fraction of its time.
   *
   * @return NaN where the text is no number; {@link #isNotFinite} tells a written NaN from that
   */
  static double parse(UTF8String text) {
    Object base = text.getBaseObject();
    long offset = text.getBaseOffset();
    int length = text.numBytes();
    int at = 0;
    boolean negative = length > 0 && Platform.getByte(base, offset) == '-';
    if (negative) {
      at++;
    }
    long digits = 0;
    int count = 0;
    int point = -1;
    for (; at < length; at++) {
      byte c = Platform.getByte(base, offset + at);
      if (c >= '0' && c <= '9') {
        digits = digits * 10 + (c - '0');
        if (++count > EXACT_DIGITS) {
          return parseSlowly(text);
        }
      } else if (c == '.' && point < 0) {
        point = count;
      } else {
        return parseSlowly(text);
      }
    }
    if (count == 0) {
      return Double.NaN;
    }
    double value = point < 0 ? digits : digits / POWERS[count - point];
    return negative ? -value : value;
  }

  /** Whether the text writes NaN or an infinity in words. */
  static boolean isNotFinite(String text) {
    String word = text.strip().toLowerCase(Locale.ROOT);
    boolean signed = word.startsWith("-") || word.startsWith("+");
    return NOT_FINITE.contains(signed ? word.substring(1) : word);
  }

  private static double parseSlowly(UTF8String text) {
    String line = text.toString().strip();
    if (line.isEmpty()) {
      return Double.NaN;
    }
    // Java alone takes "1d", "1f" and hexadecimal for numbers.
    char last = line.charAt(line.length() - 1);
    if (!(last == '.' || (last >= '0' && last <= '9')) || line.indexOf('x') >= 0) {
      return Double.NaN;
    }
    try {
      return NumberInput.parseDouble(line, true);
    } catch (NumberFormatException notANumber) {
      return Double.NaN;
    }
  }
}
