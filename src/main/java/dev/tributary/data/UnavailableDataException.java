package dev.tributary.data;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Optional;
import org.apache.hadoop.hdfs.BlockMissingException;
import org.apache.hadoop.ipc.RetriableException;
import org.apache.hadoop.ipc.StandbyException;

/** Data that may be as good as ever, but that can't be reached now; a later try may help. */
public final class UnavailableDataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private UnavailableDataException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * The same failure in the user's words, if that is what it comes from.
   *
   * @param what couldn't be read
   */
  public static Optional<UnavailableDataException> of(Throwable failure, String what) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (isPassing(at)) {
        return Optional.of(
            new UnavailableDataException(
                what
                    + " can't be reached now: "
                    + ReadFailure.firstLine(at)
                    + ". See that its file system is up (on HDFS: hdfs dfsadmin -report), and start"
                    + " the same command again.",
                failure));
      }
    }
    return Optional.empty();
  }

  private static boolean isPassing(Throwable at) {
    return at instanceof BlockMissingException
        || at instanceof ConnectException
        || at instanceof NoRouteToHostException
        || at instanceof UnknownHostException
        || at instanceof SocketTimeoutException
        || at instanceof RetriableException
        || at instanceof StandbyException;
  }
}
