package dev.tributary.config;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.util.Optional;

/** A single value: a text, a number or a flag. */
final class Scalar {
  private Scalar() {}

  static boolean is(ConfigValue value) {
    ConfigValueType type = value.valueType();
    return type == ConfigValueType.STRING
        || type == ConfigValueType.NUMBER
        || type == ConfigValueType.BOOLEAN;
  }

  /** As it is written: 007 stays 007. */
  static String text(ConfigValue value) {
    return value.atKey("value").getString("value");
  }

  /** Empty if it is no decimal number. */
  static Optional<BigDecimal> number(ConfigValue value) {
    if (!is(value)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new BigDecimal(text(value)));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }

  /** Empty if it is no whole number, or none that a {@code long} holds. */
  static Optional<Long> wholeNumber(ConfigValue value) {
    try {
      return number(value).map(BigDecimal::longValueExact);
    } catch (ArithmeticException notWholeOrTooLarge) {
      return Optional.empty();
    }
  }
}
