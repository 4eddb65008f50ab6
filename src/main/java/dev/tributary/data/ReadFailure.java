package dev.tributary.data;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.NearMiss;
import java.io.ObjectStreamException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.SparkException;

/**
 * Turns what Spark and Hadoop throw while data is read into one paragraph that a person can use.
 */
public final class ReadFailure {
  private ReadFailure() {}

  /**
   * Runs a step of reading.
   *
   * @param name what is read
   * @param format how it is written
   * @throws UnusableDataException if the data is to blame
   * @throws UnavailableDataException if it can't be reached
   */
  public static <T> T during(String name, String format, Callable<T> step) {
    try {
      return step.call();
    } catch (UnusableDataException | UnavailableDataException | InvalidJobException ours) {
      throw ours;
    } catch (Exception failure) {
      throw translated(failure, name, format);
    }
  }

  private static RuntimeException translated(Exception failure, String name, String format) {
    Throwable root = failure;
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof UnusableDataException ours) {
        return new UnusableDataException(ours.getMessage());
      }
      root = at;
    }
    Optional<UnavailableDataException> unavailable = UnavailableDataException.of(failure, name);
    if (unavailable.isPresent()) {
      return unavailable.get();
    }
    if (firstLine(failure).contains("DATA_SOURCE_NOT_FOUND")) {
      String near =
          NearMiss.of(format, Source.formats())
              .map(known -> "Did you mean " + known + "? ")
              .orElse("");
      return new UnusableDataException(
          "Spark has no reader for the format \""
              + format
              + "\" of "
              + name
              + ". "
              + near
              + "Allowed are "
              + String.join(", ", Source.formats())
              + " and any format whose reader is on the class path.");
    }
    if (isOfTheData(root)) {
      return new UnusableDataException(
          name
              + " can't be read as "
              + format
              + ": "
              + firstLine(root)
              + ". Check that data.format and data.options fit the files, and that they are whole"
              + " and may be read.");
    }
    return failure instanceof RuntimeException unchecked
        ? unchecked
        : new IllegalStateException(failure);
  }

  /** Not what a bug throws, nor a job that was cancelled or lost its executors. */
  private static boolean isOfTheData(Throwable root) {
    boolean bug =
        root instanceof NullPointerException
            || root instanceof IndexOutOfBoundsException
            || root instanceof ClassCastException
            || root instanceof IllegalStateException
            || root instanceof ObjectStreamException;
    boolean cluster = root.getClass() == SparkException.class && root.getCause() == null;
    return root instanceof Exception
        && !(root instanceof InterruptedException)
        && !bug
        && !(cluster && !firstLine(root).startsWith("["));
  }

  static String firstLine(Throwable failure) {
    String message = failure.getMessage();
    String line = message == null ? "" : message.strip().lines().findFirst().orElse("");
    String text = line.isEmpty() ? failure.getClass().getSimpleName() : line;
    return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
  }
}
