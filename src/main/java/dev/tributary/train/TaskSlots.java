package dev.tributary.train;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;

/** How many tasks a cluster runs at once. */
public final class TaskSlots {
  private static final Duration SETTLED = Duration.ofSeconds(2);

  /** Where more are wanted it is worth waiting longer, but the result doesn't depend on it. */
  private static final Duration GIVEN_UP = Duration.ofSeconds(10);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** {@code local}, {@code local[N]}, {@code local[*]}, the latter two also with retries. */
  private static final Pattern LOCAL = Pattern.compile("local(?:\\[(\\d+|\\*)(?:,\\d+)?])?");

  private TaskSlots() {}

  /** CPUs of one task: {@code spark.task.cpus}. */
  static int cpus(JavaSparkContext spark) {
    return spark.getConf().getInt("spark.task.cpus", 1);
  }

  /** The slots of a Spark within one JVM, which its settings tell; empty for a cluster. */
  public static OptionalInt local(SparkConf conf) {
    Matcher master = LOCAL.matcher(conf.get("spark.master", ""));
    if (!master.matches()) {
      return OptionalInt.empty();
    }
    String cores = master.group(1) == null ? "1" : master.group(1);
    int threads =
        cores.equals("*") ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(cores);
    return OptionalInt.of(Math.max(1, threads / conf.getInt("spark.task.cpus", 1)));
  }

  /**
   * The slots once the executors have registered: when there are {@code wanted}, or when none has
   * come for a while.
   */
  public static int await(JavaSparkContext spark, int wanted) {
    long started = System.nanoTime();
    long changed = started;
    int slots = registered(spark);
    boolean local = spark.isLocal();
    while (!local && slots < wanted) {
      long nanos = System.nanoTime();
      Duration settled = wanted == Integer.MAX_VALUE ? SETTLED : GIVEN_UP;
      boolean enough = slots > 0 && nanos - changed > settled.toNanos();
      if (enough || nanos - started > PATIENCE.toNanos()) {
        break;
      }
      sleep();
      int next = registered(spark);
      if (next != slots) {
        changed = System.nanoTime();
        slots = next;
      }
    }
    return Math.max(1, slots);
  }

  /** The slots that there are; at least 1, which a task can wait for. */
  static int now(JavaSparkContext spark) {
    return Math.max(1, registered(spark));
  }

  private static int registered(JavaSparkContext spark) {
    SparkContext context = JavaSparkContext.toSparkContext(spark);
    return context.maxNumConcurrentTasks(context.resourceProfileManager().defaultResourceProfile());
  }

  private static void sleep() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for executors", interrupted);
    }
  }
}
