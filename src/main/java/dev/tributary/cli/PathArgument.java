package dev.tributary.cli;

import dev.tributary.config.InvalidJobException;
import dev.tributary.model.OutputDirectory;
import org.apache.hadoop.fs.Path;

/** Paths as users give them. */
final class PathArgument {
  private PathArgument() {}

  /**
   * The path that an argument or a key names.
   *
   * @throws InvalidJobException if the text can't be a path
   */
  static Path of(String argument, String text) {
    try {
      return new Path(text);
    } catch (IllegalArgumentException notAPath) {
      Throwable why = notAPath.getCause() == null ? notAPath : notAPath.getCause();
      throw new InvalidJobException(
          ("Invalid %s: found \"%s\"; allowed is a path, such as out/digits or"
                  + " hdfs://host/folder (%s).")
              .formatted(argument, text, why.getMessage()));
    }
  }

  /**
   * The path of an output that an argument names.
   *
   * @param ending what its name must end with
   * @throws InvalidJobException if the text can't be the path of one
   */
  static Path output(String argument, String text, String ending) {
    Path path = of(argument, text);
    if (!OutputDirectory.allows(path.getName()) || !path.getName().endsWith(ending)) {
      throw new InvalidJobException(
          "Invalid %s: found \"%s\"; allowed is a path whose last part%s is made of letters, digits, dots, dashes and underscores, such as out/net%s."
              .formatted(
                  argument, text, ending.isEmpty() ? "" : " ends with " + ending + " and", ending));
    }
    return path;
  }
}
