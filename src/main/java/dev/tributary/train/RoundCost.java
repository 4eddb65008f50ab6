package dev.tributary.train;

/**
 * Predicts what a round costs besides its minibatches, between machines of one executor each whose
 * links pass equally much both ways.
 *
 * <p>The driver cuts the shared model into blocks of 4 MiB. Executors fetch them one by one in an
 * order of their own, each from the driver or another executor that has it already, at random. With
 * {@code N} executors that have a share {@code x} of the blocks, {@code (1 − (1 − x)ᴺ) / x} of the
 * {@code N} blocks that they fetch next come from the driver; {@code N} at first, and so all of a
 * model of one block. The mean over {@code x} is how many copies the driver sends: with many blocks
 * {@code 1 + 1/2 + .. + 1/N}.
 *
 * <p>The results either go to the driver, or executors exchange slices of them, each sums one, and
 * the driver receives the sums.
 *
 * @param executors how many fetch the shared model, at least 1
 * @param workers how many return a result, at least 1, as many on each executor
 * @param sharedBytes of the shared model
 * @param resultBytes of a worker's result as it travels: parameters and what goes with them, times
 *     the bytes of each
 * @param road where the results are summed
 */
public record RoundCost(int executors, int workers, long sharedBytes, long resultBytes, Road road) {
  /** Where workers' results are summed. */
  public enum Road {
    DRIVER,
    EXECUTORS
  }

  private static final int BLOCK = 1 << 22;

  /** Of a link's bandwidth what isn't headers, with frames of 1,500 bytes. */
  private static final double PAYLOAD = 0.95;

  /** Seconds, measured between processes of one machine of two cores. */
  private static final double OFFER = 0.01;

  private static final double STAGE = 0.03;

  /** Bytes a second that become objects and back, measured there. */
  private static final double SHARING = 100e6;

  private static final double SUMMING = 200e6;

  /** Bytes that the driver sends. */
  public long fromDriver() {
    return Math.round(copies() * sharedBytes);
  }

  /** Bytes that the driver receives. */
  public long toDriver() {
    return switch (road) {
      case DRIVER -> workers * resultBytes;
      case EXECUTORS -> sharedBytes;
    };
  }

  /** Bytes that each executor sends to others, and receives from them, as slices. */
  public long exchanged() {
    return switch (road) {
      case DRIVER -> 0;
      case EXECUTORS ->
          Math.round((double) workers / executors * resultBytes * (executors - 1) / executors);
    };
  }

  /** Copies of the shared model that the driver sends, from 1 to {@code executors}. */
  double copies() {
    long blocks = Math.max(1, (sharedBytes + BLOCK - 1) / BLOCK);
    double copies = executors;
    for (long held = 1; held < blocks; held++) {
      double x = (double) held / blocks;
      copies += (1 - Math.pow(1 - x, executors)) / x;
    }
    return copies / blocks;
  }

  /**
   * Seconds until the executors have the shared model.
   *
   * @param bandwidth of each link, in bytes a second
   */
  public double broadcastSeconds(double bandwidth) {
    return OFFER + sharedBytes / SHARING + fromDriver() / (PAYLOAD * bandwidth);
  }

  /**
   * Seconds for starting tasks, and until the driver has made the next shared model of the results.
   *
   * @param bandwidth of each link, in bytes a second
   */
  public double collectSeconds(double bandwidth) {
    int stages =
        switch (road) {
          case DRIVER -> 1;
          case EXECUTORS -> 2;
        };
    long bytes = exchanged() + toDriver();
    return stages * STAGE + bytes / SUMMING + bytes / (PAYLOAD * bandwidth);
  }
}
