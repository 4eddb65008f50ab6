package dev.tributary.cli;

import dev.tributary.data.ReaderSettings;
import dev.tributary.report.ConsoleReport;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * A Spark session with the settings that training wants; what the user sets stays. Closing it stops
 * Spark, unless the session was there already and belongs to someone else.
 */
final class Session implements AutoCloseable {
  private final SparkSession spark;
  private final boolean own;

  private Session(SparkSession spark, boolean own) {
    this.spark = spark;
    this.own = own;
  }

  /** Starts Spark for a command, telling the user so: it takes seconds. */
  static Session open(String name, ConsoleReport console) {
    Option<SparkSession> present = SparkSession.getDefaultSession();
    if (present.isDefined() && !present.get().sparkContext().isStopped()) {
      return new Session(present.get(), false);
    }
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.master", "local[*]");
    conf.setIfMissing("spark.app.name", "Tributary " + name);
    defaults(conf).forEach(conf::setIfMissing);
    // Spark's Kryo can't read records, which travel in results and broadcasts.
    conf.set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
    console.note("Starting Spark (" + conf.get("spark.master") + ") ...");
    return new Session(SparkSession.builder().config(conf).getOrCreate(), true);
  }

  SparkSession spark() {
    return spark;
  }

  JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark.sparkContext());
  }

  Configuration hadoop() {
    return spark.sparkContext().hadoopConfiguration();
  }

  @Override
  public void close() {
    if (own) {
      spark.stop();
    }
  }

  private static Map<String, String> defaults(SparkConf conf) {
    Map<String, String> defaults = new LinkedHashMap<>(ReaderSettings.CONF);
    defaults.put("spark.locality.wait", "0s");
    defaults.put("spark.broadcast.compress", "false");
    defaults.put("spark.broadcast.checksum", "false");
    defaults.put("spark.rdd.compress", "false");
    defaults.put("spark.shuffle.compress", "false");
    defaults.put("spark.shuffle.spill.compress", "false");
    // A worker's model comes back in one piece with its task, not by way of the block manager.
    defaults.put("spark.rpc.message.maxSize", "512");
    defaults.put("spark.task.maxDirectResultSize", "256m");
    defaults.put("spark.driver.maxResultSize", "0");
    // Each round is a job; what is kept of the old ones grows with rounds times workers.
    defaults.put("spark.ui.retainedJobs", "100");
    defaults.put("spark.ui.retainedStages", "100");
    defaults.put("spark.ui.showConsoleProgress", "false");
    defaults.put("spark.executorEnv.OPENBLAS_NUM_THREADS", conf.get("spark.task.cpus", "1"));
    if (conf.get("spark.master").startsWith("local")) {
      defaults.put("spark.ui.enabled", "false");
    }
    return defaults;
  }
}
