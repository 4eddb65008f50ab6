package dev.tributary.bench;

import org.apache.spark.sql.SparkSession;

/** The Spark that others train on: {@code local[2]}, as the job that they are compared with. */
final class LocalSpark {
  private LocalSpark() {}

  static SparkSession start() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("benchmark")
        .config("spark.ui.enabled", "false")
        .getOrCreate();
  }
}
