package dev.tributary.cluster;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** A small Spark job: counts a thousand numbers, and says which processes did. */
public final class CountingJob {
  private CountingJob() {}

  public static void main(String[] arguments) {
    SparkConf conf = new SparkConf().setIfMissing("spark.app.name", "counting");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      List<Integer> numbers = IntStream.range(0, 1000).boxed().toList();
      List<Long> counters =
          spark
              .parallelize(numbers, 2)
              .map(
                  number -> {
                    // Long enough that one process doesn't do it all before the other is ready.
                    Thread.sleep(1);
                    return ProcessHandle.current().pid();
                  })
              .collect();
      System.out.println("counted " + counters.size());
      System.out.println("processes " + counters.stream().distinct().count());
      System.out.println("driver among them " + counters.contains(ProcessHandle.current().pid()));
    }
  }
}
