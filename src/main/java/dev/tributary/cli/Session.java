package dev.tributary.cli;

import dev.tributary.data.DataAccess;
import dev.tributary.data.Jobs;
import dev.tributary.data.ReaderSettings;
import dev.tributary.report.ConsoleReport;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;
import scala.Option;

/**
 * A Spark session with the settings that training wants; what the user sets stays. Spark starts
 * when it is first asked for: it takes seconds, and mistakes are told before. Closing the session
 * stops Spark, unless it was there already and belongs to someone else.
 */
final class Session implements AutoCloseable {
  private final SparkConf conf;
  private final ConsoleReport console;
  private SparkSession spark;
  private Configuration hadoop;
  private boolean own;
  private String purpose;
  private Jobs jobs;

  private Session(SparkConf conf, String purpose, ConsoleReport console) {
    this.conf = conf;
    this.purpose = purpose;
    this.console = console;
  }

  /**
   * A session for a command.
   *
   * @param console is told when Spark starts
   */
  static Session open(String name, ConsoleReport console) {
    SparkConf conf = new SparkConf();
    conf.setIfMissing("spark.master", "local[*]");
    conf.setIfMissing("spark.app.name", "Tributary " + name);
    defaults(conf).forEach(conf::setIfMissing);
    // Spark's Kryo can't read records, which travel in results and broadcasts.
    conf.set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
    Session session = new Session(conf, name, console);
    Option<SparkSession> present = SparkSession.getDefaultSession();
    if (present.isDefined() && !present.get().sparkContext().isStopped()) {
      session.spark = present.get();
      session.describeJobs();
    } else if (Main.isDriverOfYarn()) {
      // There, whoever starts no Spark has failed.
      session.spark();
    }
    return session;
  }

  /** Spark; starts if need be. */
  SparkSession spark() {
    if (spark == null) {
      console.note("Starting Spark (" + conf.get("spark.master") + ") ...");
      spark = SparkSession.builder().config(conf).getOrCreate();
      own = true;
      describeJobs();
    }
    return spark;
  }

  /** What Spark's pages call all that follows, until another name is given. */
  void nameJobs(String name) {
    purpose = name;
    if (spark != null) {
      describeJobs();
    }
  }

  private void describeJobs() {
    if (jobs != null) {
      jobs.end();
    }
    jobs = Jobs.begin(spark.sparkContext(), purpose);
  }

  JavaSparkContext context() {
    return JavaSparkContext.fromSparkContext(spark().sparkContext());
  }

  /** What Spark runs with, or would. */
  SparkConf conf() {
    return spark == null ? conf : spark.sparkContext().getConf();
  }

  /** Of the file systems; takes no Spark. */
  Configuration hadoop() {
    if (hadoop == null) {
      hadoop =
          spark == null
              ? SparkHadoopUtil.get().newConfiguration(conf)
              : spark.sparkContext().hadoopConfiguration();
    }
    return hadoop;
  }

  /** What it takes to get at data. */
  DataAccess access() {
    return new DataAccess(hadoop(), this::spark);
  }

  @Override
  public void close() {
    if (jobs != null && !spark.sparkContext().isStopped()) {
      jobs.end();
    }
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
