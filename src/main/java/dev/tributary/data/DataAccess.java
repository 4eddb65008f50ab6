package dev.tributary.data;

import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * What it takes to get at data. Spark takes seconds to start, so it is only asked for where files
 * can't tell by themselves what is asked of them.
 *
 * @param hadoop for the file systems
 * @param spark gives the session, which may start only now; it should have the settings of {@link
 *     ReaderSettings}
 */
public record DataAccess(Configuration hadoop, Supplier<SparkSession> spark) {
  /** With a session that is there already. */
  public static DataAccess of(SparkSession spark) {
    return new DataAccess(spark.sessionState().newHadoopConf(), () -> spark);
  }
}
