package dev.tributary.model;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.util.Locale;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.hdfs.protocol.QuotaExceededException;
import org.apache.hadoop.security.AccessControlException;

/** A file system that didn't do what it was asked; the message names the path and the cause. */
public final class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }

  /** What the user tried to do with {@code path} when {@code cause} came between. */
  public static StorageException of(String verb, Path path, IOException cause) {
    return new StorageException(
        "Can't " + verb + " " + readable(path) + ": " + reason(cause), cause);
  }

  /** A local path without its {@code file:}, as users write it. */
  public static String readable(Path path) {
    String scheme = path.toUri().getScheme();
    return scheme == null || scheme.equals("file") ? path.toUri().getPath() : path.toString();
  }

  private static String reason(IOException cause) {
    String text = cause.getMessage() == null ? "" : Quoted.of(cause.getMessage());
    String words = text.toLowerCase(Locale.ROOT);
    if (cause instanceof AccessControlException
        || cause instanceof AccessDeniedException
        || words.contains("permission denied")
        || words.contains("access denied")) {
      return "permission denied. Choose a place that this user may write to and read from, or "
          + "change the permissions.";
    }
    if (words.contains("read-only file system")) {
      return "the file system is read-only. Choose a place that can be written to.";
    }
    if (cause instanceof QuotaExceededException
        || words.contains("no space left")
        || words.contains("disk quota exceeded")) {
      return "the disk is full, or a quota is reached. Free some space or choose another place.";
    }
    if (cause instanceof FileAlreadyExistsException
        || cause instanceof java.nio.file.FileAlreadyExistsException
        || cause instanceof ParentNotDirectoryException
        || words.contains("not a directory")) {
      return "it, or a directory above it, is a file. Choose another place or move that file away.";
    }
    if (cause instanceof UnsupportedFileSystemException) {
      return "no file system is known for its scheme ("
          + text
          + "). Check the path, or add the "
          + "file system's jar with --packages or --jars.";
    }
    if (cause instanceof ConnectException || cause instanceof UnknownHostException) {
      return "the file system can't be reached (" + text + ").";
    }
    if (cause instanceof FileNotFoundException) {
      return "there is no such file or directory (" + text + ").";
    }
    return cause.getClass().getSimpleName() + (text.isEmpty() ? "." : ": " + text);
  }
}
