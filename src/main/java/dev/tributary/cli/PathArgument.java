package dev.tributary.cli;

import dev.tributary.config.InvalidJobException;
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
}
