package dev.tributary.data;

import java.util.function.Supplier;
import org.apache.spark.SparkContext;

/**
 * Tells Spark what the jobs of a thread are for, so that its pages, its history and its listeners
 * read {@code digits: epoch 3, round 12} instead of {@code collect at ...}.
 *
 * <p>What is described within something else is named after both, and what the caller had set is
 * there again afterwards. A job group is only given where the caller has none, whose own could no
 * longer cancel these jobs. It doesn't ask for tasks to be interrupted when it is cancelled, since
 * HDFS takes a node whose reader was interrupted for a dead one.
 */
public final class Jobs {
  private static final String DESCRIPTION = "spark.job.description";
  private static final String GROUP = "spark.jobGroup.id";

  private final SparkContext spark;
  private final String description;
  private final String group;

  private Jobs(SparkContext spark, String text) {
    this.spark = spark;
    this.description = spark.getLocalProperty(DESCRIPTION);
    this.group = spark.getLocalProperty(GROUP);
    spark.setLocalProperty(DESCRIPTION, description == null ? text : description + ": " + text);
    if (group == null) {
      spark.setLocalProperty(GROUP, text);
    }
  }

  /**
   * Describes this thread's jobs from here on, until {@link #end}.
   *
   * @param text what they are for, in a few words
   */
  public static Jobs begin(SparkContext spark, String text) {
    return new Jobs(spark, text);
  }

  /** They are what they were before. */
  public void end() {
    spark.setLocalProperty(DESCRIPTION, description);
    spark.setLocalProperty(GROUP, group);
  }

  /** Does work whose jobs are described. */
  public static <T> T described(SparkContext spark, String text, Supplier<T> work) {
    Jobs jobs = begin(spark, text);
    try {
      return work.get();
    } finally {
      jobs.end();
    }
  }
}
