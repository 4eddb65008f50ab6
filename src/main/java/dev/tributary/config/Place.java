package dev.tributary.config;

import com.typesafe.config.ConfigOrigin;
import java.nio.file.Path;

/** Where a value stands, in words: {@code digits.conf line 12}. */
final class Place {
  private Place() {}

  /** Empty where it stands in no one place. */
  static String of(ConfigOrigin origin) {
    String description = origin.description();
    if (description.startsWith("merge of ") || description.equals("empty config")) {
      return "";
    }
    if (description.equals("env variables")) {
      return "an environment variable";
    }
    if (description.startsWith("--set ")) {
      return withoutLine(origin);
    }
    String source =
        origin.filename() == null
            ? withoutLine(origin)
            : Path.of(origin.filename()).getFileName().toString();
    return origin.lineNumber() > 0 ? source + " line " + origin.lineNumber() : source;
  }

  private static String withoutLine(ConfigOrigin origin) {
    String line = ": " + origin.lineNumber();
    String description = origin.description();
    return description.endsWith(line)
        ? description.substring(0, description.length() - line.length())
        : description;
  }
}
