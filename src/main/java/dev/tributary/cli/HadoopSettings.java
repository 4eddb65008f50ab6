package dev.tributary.cli;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;

/** File systems for commands that need nothing else of Spark, which takes seconds to start. */
final class HadoopSettings {
  private HadoopSettings() {}

  /** What a session would have, {@code spark.hadoop.*} included. */
  static Configuration ofSpark() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }
}
