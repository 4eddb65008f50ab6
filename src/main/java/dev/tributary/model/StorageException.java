package dev.tributary.model;

import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** A file system that didn't do what it was asked; the message names the path and the cause. */
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What the user tried to do with {@code path} when {@code cause} came between. */
  public static StorageException of(String verb, Path path, IOException cause) {
    return new StorageException(
        "Can't " + verb + " " + readable(path) + ": " + StorageFault.of(cause).words(cause), cause);
  }

  /** A local path without its {@code file:}, as users write it. */
  public static String readable(Path path) {
    String scheme = path.toUri().getScheme();
    return scheme == null || scheme.equals("file") ? path.toUri().getPath() : path.toString();
  }

  /** Whether the output vanished under the run. */
  public boolean outputIsGone() {
    return getCause() instanceof IOException cause && StorageFault.of(cause) == StorageFault.GONE;
  }
}
