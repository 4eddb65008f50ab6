package dev.tributary.model;

import dev.tributary.config.InvalidJobException;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats what a file system failed to do: a datanode, a connection or a mount may come back within
 * seconds. What only a person can change isn't tried again: permissions, a full disk or quota, a
 * read-only file system, something in the way.
 *
 * <p>The pauses between the attempts are 1, 4 and 16 seconds, or those that Hadoop's configuration
 * gives as {@value #PAUSES}, such as {@code 5s,1m}. They come on top of what a file system's own
 * client does, which for HDFS is to take other datanodes.
 */
public final class Attempts {
  public static final String PAUSES = "tributary.storage.retry-pauses";

  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
  private static final String DEFAULT_PAUSES = "1s,4s,16s";

  private final long[] pauses;

  /** Work on a file system, which can be done again when it failed. */
  @FunctionalInterface
  public interface Work<T> {
    T run() throws IOException;
  }

  private Attempts(long[] pauses) {
    this.pauses = pauses;
  }

  /**
   * As configured.
   *
   * @throws InvalidJobException if the pauses aren't times
   */
  public static Attempts of(Configuration configuration) {
    Configuration withDefault = new Configuration(configuration);
    withDefault.setIfUnset(PAUSES, DEFAULT_PAUSES);
    try {
      return new Attempts(withDefault.getTimeDurations(PAUSES, TimeUnit.MILLISECONDS));
    } catch (NumberFormatException noTime) {
      throw new InvalidJobException(
          "spark.hadoop.%s: found \"%s\"; allowed are times, such as %s."
              .formatted(PAUSES, withDefault.get(PAUSES), DEFAULT_PAUSES));
    }
  }

  /** Does the work, again where it failed and may go well after a pause. */
  public <T> T run(Work<T> work) throws IOException {
    for (int failures = 0; ; failures++) {
      try {
        return work.run();
      } catch (IOException failed) {
        if (failures == pauses.length || !StorageFault.of(failed).mayPass()) {
          throw failed;
        }
        LOG.warn("The storage failed; trying again in {} ms", pauses[failures], failed);
        pause(pauses[failures], failed);
      }
    }
  }

  private static void pause(long millis, IOException failed) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw failed;
    }
  }
}
