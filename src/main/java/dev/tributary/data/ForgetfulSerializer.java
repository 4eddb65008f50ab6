package dev.tributary.data;

import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;

/**
 * A serializer for large objects in a shuffle: its streams forget each object at once. Those that
 * Spark would take remember the last hundred, and so all that a task writes.
 */
public final class ForgetfulSerializer {
  private ForgetfulSerializer() {}

  /** With the settings of an application. */
  public static JavaSerializer of(SparkConf conf) {
    return new JavaSerializer(conf.clone().set("spark.serializer.objectStreamReset", "1"));
  }
}
