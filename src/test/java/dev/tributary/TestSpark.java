package dev.tributary;

import dev.tributary.data.ReaderSettings;
import org.apache.spark.sql.SparkSession;

/** The one Spark session that all tests share. */
public final class TestSpark {
  private static SparkSession session;

  private TestSpark() {}

  /**
   * A session on two cores of this process, built by the first test that asks; anew if one stopped
   * it.
   */
  public static synchronized SparkSession session() {
    if (session == null || session.sparkContext().isStopped()) {
      SparkSession.Builder builder =
          SparkSession.builder()
              .master("local[2]")
              .appName("tributary-tests")
              .config("spark.ui.enabled", "false")
              .config("spark.driver.host", "127.0.0.1")
              .config("spark.driver.bindAddress", "127.0.0.1")
              .config("spark.sql.shuffle.partitions", "2")
              .config("spark.sql.warehouse.dir", System.getProperty("java.io.tmpdir"));
      ReaderSettings.CONF.forEach(builder::config);
      session = builder.getOrCreate();
      session.sparkContext().setLogLevel("ERROR");
    }
    return session;
  }
}
