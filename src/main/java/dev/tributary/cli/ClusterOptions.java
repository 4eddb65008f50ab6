package dev.tributary.cli;

import dev.tributary.config.InvalidJobException;
import dev.tributary.report.Numbers;
import dev.tributary.train.RoundCost;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import picocli.CommandLine.Option;

/** A cluster that isn't there, for which a round's cost is predicted. */
final class ClusterOptions {
  private static final int MOST_EXECUTORS = 100_000;

  @Option(
      names = "--executors",
      paramLabel = "N",
      description =
          "predicts what a round sends with so many executors, each on a machine of its own")
  private Integer executors;

  @Option(
      names = "--bandwidth",
      paramLabel = "RATE",
      description =
          "predicts how long that takes on links of so much a second, each way: 1Gbit, 100Mbit, 125MB")
  private String bandwidth;

  /**
   * Refuses what can't be.
   *
   * @throws InvalidJobException naming what is allowed
   */
  void check() {
    if (executors != null && (executors < 1 || executors > MOST_EXECUTORS)) {
      throw new InvalidJobException(
          "Invalid --executors: found %d; allowed is a whole number from 1 to %,d."
              .formatted(executors, MOST_EXECUTORS));
    }
    if (bandwidth != null) {
      Bandwidth.of(bandwidth);
    }
  }

  boolean isGiven() {
    return executors != null || bandwidth != null;
  }

  /**
   * The tasks that the given executors run at once, as {@code --executor-cores} says; else 1 each.
   */
  OptionalInt slots(SparkConf conf) {
    if (executors == null) {
      return OptionalInt.empty();
    }
    int tasks = conf.getInt("spark.executor.cores", 1) / conf.getInt("spark.task.cpus", 1);
    return OptionalInt.of(executors * Math.max(1, tasks));
  }

  /** How many executors have something to do for so many workers; one for each unless given. */
  int executors(int workers) {
    return executors == null ? workers : Math.min(executors, workers);
  }

  String heading(RoundCost cost) {
    String links = bandwidth == null ? "" : ", links of " + Bandwidth.of(bandwidth).text();
    return "Averaging on " + Numbers.count(cost.executors(), "executor") + links;
  }

  Map<String, String> lines(RoundCost cost) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("from the driver", Numbers.bytes(cost.fromDriver()));
    lines.put("to the driver", Numbers.bytes(cost.toDriver()));
    if (bandwidth != null) {
      double bytesPerSecond = Bandwidth.of(bandwidth).bytesPerSecond();
      double broadcast = cost.broadcastSeconds(bytesPerSecond);
      double collect = cost.collectSeconds(bytesPerSecond);
      lines.put("broadcast", duration(broadcast));
      lines.put("collect", duration(collect));
      lines.put(
          "each round", "about " + duration(broadcast + collect) + " besides its minibatches");
    }
    return lines;
  }

  private static String duration(double seconds) {
    return seconds < 0.9995
        ? String.format(Locale.ROOT, "%.0f ms", 1000 * seconds)
        : Numbers.duration(seconds);
  }
}
