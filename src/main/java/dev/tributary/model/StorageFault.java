package dev.tributary.model;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.util.Locale;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.PathIsDirectoryException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.hdfs.protocol.QuotaExceededException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.AccessControlException;

/** What kept a file system from doing as it was asked, and whether that may pass by itself. */
enum StorageFault {
  DENIED(
      Stays.LASTING,
      "permission denied. Choose a place that this user may write to and read from, or change the"
          + " permissions."),
  READ_ONLY(Stays.LASTING, "the file system is read-only. Choose a place that can be written to."),
  FULL(
      Stays.LASTING,
      "the disk is full, or a quota is reached. Free some space or choose another place."),
  TOO_LARGE(
      Stays.LASTING,
      "files may not become that large here. Raise the limit (ulimit -f) or choose another place."),
  DIRECTORY_IN_THE_WAY(
      Stays.LASTING, "it is a directory. Choose another place or move that directory away."),
  FILE_IN_THE_WAY(
      Stays.LASTING,
      "it, or a directory above it, is a file. Choose another place or move that file away."),
  UNKNOWN_SCHEME(
      Stays.LASTING,
      "no file system is known for its scheme (%s). Check the path, or add the file system's jar"
          + " with --packages or --jars."),
  SAFE_MODE(
      Stays.PASSING,
      "HDFS is in safe mode, in which nothing can be written. It leaves it by itself once enough"
          + " datanodes have reported, or when told to by hdfs dfsadmin -safemode leave."),
  NO_DATANODE(
      Stays.PASSING,
      "no datanode of HDFS takes or gives the data (%s). See hdfs dfsadmin -report which are"
          + " down."),
  UNREACHABLE(Stays.PASSING, "the file system can't be reached (%s)."),
  GONE(
      Stays.PASSING,
      "the output directory isn't what it was: its file running is gone, so the directory was"
          + " removed, emptied or unmounted while the run went on. Nothing was written in its"
          + " place."),
  ABSENT(Stays.PASSING, "there is no such file or directory (%s)."),
  OTHER(Stays.PASSING, "%s");

  private final Stays stays;
  private final String words;

  private enum Stays {
    /** Until a person sees to it. */
    LASTING,

    /** Perhaps for seconds. */
    PASSING
  }

  StorageFault(Stays stays, String words) {
    this.stays = stays;
    this.words = words;
  }

  /** The first kind that is known of the exception or of what caused it. */
  static StorageFault of(IOException failed) {
    for (Throwable at = failed; at != null; at = at.getCause()) {
      // HDFS's server sends its exceptions by name.
      StorageFault kind =
          at instanceof RemoteException remote
              ? kind(remote.unwrapRemoteException())
              : at instanceof IOException cause ? kind(cause) : OTHER;
      if (kind != OTHER) {
        return kind;
      }
    }
    return OTHER;
  }

  /** Whether another try can help. */
  boolean mayPass() {
    return stays == Stays.PASSING;
  }

  /** What the user is told, as the end of a sentence and perhaps one more. */
  String words(IOException failed) {
    String text = failed.getMessage() == null ? "" : Quoted.of(failed.getMessage());
    String name = failed.getClass().getSimpleName();
    boolean known = this != OTHER;
    return words.formatted(known ? text : name + (text.isEmpty() ? "." : ": " + text));
  }

  private static StorageFault kind(IOException cause) {
    String text = cause.getMessage() == null ? "" : cause.getMessage().toLowerCase(Locale.ROOT);
    if (cause instanceof OutputGoneException) {
      return GONE;
    }
    if (cause instanceof AccessControlException
        || cause instanceof AccessDeniedException
        || text.contains("permission denied")
        || text.contains("access denied")) {
      return DENIED;
    }
    if (text.contains("read-only file system")) {
      return READ_ONLY;
    }
    if (cause instanceof QuotaExceededException
        || text.contains("diskspace quota")
        || text.contains("no space left")
        || text.contains("disk quota exceeded")) {
      return FULL;
    }
    if (text.contains("file too large")) {
      return TOO_LARGE;
    }
    if (cause instanceof PathIsDirectoryException) {
      return DIRECTORY_IN_THE_WAY;
    }
    if (cause instanceof FileAlreadyExistsException
        || cause instanceof java.nio.file.FileAlreadyExistsException
        || cause instanceof ParentNotDirectoryException
        || text.contains("not a directory")) {
      return FILE_IN_THE_WAY;
    }
    if (cause instanceof UnsupportedFileSystemException) {
      return UNKNOWN_SCHEME;
    }
    if (text.contains("name node is in safe mode")) {
      return SAFE_MODE;
    }
    if (cause.getClass().getSimpleName().equals("BlockMissingException")
        || text.contains("could only be written to 0 of the")
        || text.contains("datanodes are bad")
        || text.contains("no more good datanodes")) {
      return NO_DATANODE;
    }
    if (cause instanceof ConnectException
        || cause instanceof NoRouteToHostException
        || cause instanceof UnknownHostException) {
      return UNREACHABLE;
    }
    return cause instanceof FileNotFoundException ? ABSENT : OTHER;
  }
}
