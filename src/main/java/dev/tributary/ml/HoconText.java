package dev.tributary.ml;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import dev.tributary.config.InvalidJobException;
import java.util.List;

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
        return text.contains("\n")
            ? parsed.root().get(KEY)
            : placed(parsed.root().get(KEY), origin);
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

  /** The same value, of whose place no more is told than the param: it has one line. */
  private static ConfigValue placed(ConfigValue value, String origin) {
    ConfigValue own = value.withOrigin(ConfigOriginFactory.newSimple(origin));
    if (!(own instanceof ConfigObject object)) {
      return own;
    }
    ConfigObject whole = object;
    for (String key : List.copyOf(object.keySet())) {
      whole = whole.withValue(key, placed(object.get(key), origin));
    }
    return whole;
  }
}
