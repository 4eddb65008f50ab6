package dev.tributary.cluster;

import dev.tributary.interop.dl4j.Devices;
import java.util.List;
import java.util.TreeSet;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Says which device each of four tasks took, two of them at a time. */
public final class DevicesJob {
  private DevicesJob() {}

  public static void main(String[] arguments) {
    try (JavaSparkContext spark = new JavaSparkContext(new SparkConf())) {
      List<String> taken =
          spark
              .parallelize(List.of(0, 1, 2, 3), 4)
              .map(
                  number -> {
                    long from = System.currentTimeMillis();
                    int device = Devices.take();
                    // Long enough that the other slot's task runs at the same time.
                    Thread.sleep(3000);
                    return device + " " + from + " " + System.currentTimeMillis();
                  })
              .collect();
      System.out.println(
          "devices " + new TreeSet<>(taken.stream().map(DevicesJob::device).toList()));
      System.out.println("shared at a time " + shared(taken));
      System.out.println("at the driver " + Devices.take());
    }
  }

  private static String device(String task) {
    return task.split(" ", -1)[0];
  }

  /** Whether any two tasks had the same device at the same time. */
  private static boolean shared(List<String> tasks) {
    for (String one : tasks) {
      for (String other : tasks) {
        String[] a = one.split(" ", -1);
        String[] b = other.split(" ", -1);
        boolean overlap =
            Long.parseLong(a[1]) < Long.parseLong(b[2])
                && Long.parseLong(b[1]) < Long.parseLong(a[2]);
        if (!one.equals(other) && a[0].equals(b[0]) && overlap) {
          return true;
        }
      }
    }
    return false;
  }
}
