package dev.tributary.cli;

import dev.tributary.config.InvalidJobException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a link passes, each way.
 *
 * @param text as it was given
 * @param bytesPerSecond greater than 0
 */
record Bandwidth(String text, double bytesPerSecond) {
  private static final Pattern FORM =
      Pattern.compile("(\\d+(?:\\.\\d+)?) *([kMG]?)(bit|bps|B)(?:/s)?");

  /**
   * Reads {@code 1Gbit}, {@code 100 Mbit/s}, {@code 25Gbps} or {@code 125MB}; k, M and G are powers
   * of 1000.
   *
   * @throws InvalidJobException if it is nothing of that, or 0
   */
  static Bandwidth of(String text) {
    Matcher form = FORM.matcher(text.strip());
    double number = form.matches() ? Double.parseDouble(form.group(1)) : 0;
    if (number == 0) {
      throw new InvalidJobException(
          "Invalid --bandwidth: found \"%s\"; allowed is a number greater than 0 and a unit, as in 1Gbit, 100Mbit or 125MB (a second): bit or B, with k, M or G before it."
              .formatted(text));
    }
    double scale =
        switch (form.group(2).toUpperCase(Locale.ROOT)) {
          case "K" -> 1e3;
          case "M" -> 1e6;
          case "G" -> 1e9;
          default -> 1;
        };
    return new Bandwidth(text.strip(), number * scale / (form.group(3).equals("B") ? 1 : 8));
  }
}
