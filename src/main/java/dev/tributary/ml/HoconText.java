package dev.tributary.ml;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import dev.tributary.config.InvalidJobException;

/** Reads a param's text as HOCON, so that messages name the param. */
final class HoconText {
  private static final String KEY = "value";

  private HoconText() {}

  /** The value that a text gives: a number, a name, an object. */
  static ConfigValue value(String origin, String text) {
    try {
      Config parsed =
          ConfigFactory.parseString(
              KEY + " = " + text, ConfigParseOptions.defaults().setOriginDescription(origin));
      if (parsed.root().size() == 1 && parsed.root().get(KEY) != null) {
        return parsed.root().get(KEY);
      }
    } catch (ConfigException notHocon) {
      throw new InvalidJobException(
          "The %s can't be read: found \"%s\" (%s). It is written as in a job file."
              .formatted(origin, text, notHocon.getMessage()));
    }
    throw new InvalidJobException(
        "The %s can't be read: found \"%s\"; allowed is one value, written as in a job file."
            .formatted(origin, text));
  }
}
