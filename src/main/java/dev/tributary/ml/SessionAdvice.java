package dev.tributary.ml;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.SparkConf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says once what an application's own settings cost, where they cost time. */
final class SessionAdvice {
  private static final Logger LOG = LoggerFactory.getLogger(SessionAdvice.class);
  private static final String WAIT = "spark.locality.wait";
  private static final AtomicBoolean GIVEN = new AtomicBoolean();

  private SessionAdvice() {}

  /** Tells of a wait for locality, which can hold every round up; not within a single JVM. */
  static void give(SparkConf conf) {
    boolean local = conf.get("spark.master", "").startsWith("local");
    if (!local && conf.getTimeAsMs(WAIT, "3s") > 0 && GIVEN.compareAndSet(false, true)) {
      LOG.warn(
          "{} isn't 0: a round may wait that long for an executor that is busy, although another"
              + " one is free. Start the application with --conf {}=0s.",
          WAIT,
          WAIT);
    }
  }
}
