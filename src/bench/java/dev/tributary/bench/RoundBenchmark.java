package dev.tributary.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What a round of {@code conf/mnist.conf} costs besides its minibatches, and how fast two workers
 * are next to one engine alone. Times are as on the wall, of the epochs in which the JVMs are warm.
 */
final class RoundBenchmark implements Benchmark {
  private static final int TURNS = 3;
  private static final int BATCH = 128;
  private static final int STEPS = 1000;
  private static final String THREADS = "local[2]";
  private static final String PROCESSES = "local-cluster[2,1,1024]";

  @Override
  public String title() {
    return "Rounds of two workers, minibatches of 128, 784-300-100-10";
  }

  @Override
  public void run() throws Exception {
    Table rounds =
        new Table("workers", "every", "broadcast, ms", "wait, ms", "sum, ms", "together, ms");
    addRounds(THREADS, Job.warmEpochs(THREADS, 5), rounds);
    addRounds(PROCESSES, Job.warmEpochs(PROCESSES, 5), rounds);
    rounds.print(System.out);
    System.out.println();

    double[] workers = new double[TURNS];
    double[] alone = new double[TURNS];
    double[] sideBySide = new double[TURNS];
    for (int turn = 0; turn < TURNS; turn++) {
      workers[turn] = Job.warmSpeed(THREADS, 32);
      alone[turn] = engines(1);
      sideBySide[turn] = engines(2);
    }
    Table speeds = new Table("", "examples/s", "local[2] ÷ this");
    speeds.add("local[2], averaging every 32", Spread.of(workers).toText(0), "");
    addSpeed("an engine alone, twice", 2, alone, workers, speeds);
    addSpeed("two engines side by side", 1, sideBySide, workers, speeds);
    speeds.print(System.out);
  }

  private static void addSpeed(
      String name, int times, double[] speeds, double[] workers, Table table) {
    double[] all = new double[speeds.length];
    double[] ratios = new double[speeds.length];
    for (int turn = 0; turn < speeds.length; turn++) {
      all[turn] = times * speeds[turn];
      ratios[turn] = workers[turn] / all[turn];
    }
    table.add(name, Spread.of(all).toText(0), Spread.of(ratios).toText(2));
  }

  private static void addRounds(String name, List<JsonNode> epochs, Table table) {
    table.add(
        name,
        "5",
        millis(epochs, "broadcastSeconds"),
        millis(epochs, "waitSeconds"),
        millis(epochs, "sumSeconds"),
        millis(epochs, "synchronizeSeconds"));
  }

  /**
   * The milliseconds of a part of a round, epoch by epoch; the first epoch is only there to count
   * from.
   */
  private static String millis(List<JsonNode> epochs, String part) {
    double[] millis = new double[epochs.size() - 1];
    for (int i = 0; i < millis.length; i++) {
      JsonNode epoch = epochs.get(i + 1);
      long rounds = epoch.get("rounds").asLong() - epochs.get(i).get("rounds").asLong();
      millis[i] = epoch.get(part).asDouble() * 1e3 / rounds;
    }
    return Spread.of(millis).toText(1);
  }

  /** Examples a second of engines without Spark, a thread each. */
  private static double engines(int count) throws Exception {
    List<Callable<Void>> turns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Training training = new Training(Topology.WIDE, BATCH, Digits.training(30_000));
      turns.add(
          () -> {
            for (int step = 0; step < STEPS; step++) {
              training.read();
              training.step();
            }
            return null;
          });
    }
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      Contest contest =
          Contest.of(Clock.WALL, 3, 5, new Contender("engines", () -> run(threads, turns)));
      return contest.nanos("engines").under(1e9 * count * STEPS * BATCH).median();
    } finally {
      threads.shutdown();
    }
  }

  private static void run(ExecutorService threads, List<Callable<Void>> turns) throws Exception {
    for (Future<Void> turn : threads.invokeAll(turns)) {
      turn.get();
    }
  }
}
