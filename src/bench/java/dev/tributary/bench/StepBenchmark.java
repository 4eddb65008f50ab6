package dev.tributary.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** A step next to its matrix products alone, which are the limit, and what a step allocates. */
final class StepBenchmark implements Benchmark {
  private static final String PRODUCTS = "products";
  private static final String STEP = "step";
  private static final String WITH_PIXELS = "step, pixels read";
  private static final int WARM_UPS = 30;
  private static final int TURNS = 60;
  private static final double NANOS_OF_A_TURN = 40e6;

  @Override
  public String title() {
    return "A step, one thread (its processor time): batch normalization, ELU, clipping by value, Nesterov";
  }

  @Override
  public void run() throws Exception {
    Table table =
        new Table(
            "network",
            "batch",
            "products, µs",
            "step, µs",
            "products ÷ step",
            "… with pixels",
            "examples/s",
            "bytes a step");
    for (Topology topology : new Topology[] {Topology.WIDE, Topology.DEEP}) {
      for (int batch : new int[] {32, 128}) {
        measure(topology, batch, table);
      }
    }
    table.print(System.out);
  }

  private static void measure(Topology topology, int batch, Table table) throws Exception {
    Training training = new Training(topology, batch, Digits.training(12_800));
    Products products = new Products(topology, batch);
    int steps = stepsOfATurn(products);
    Contest contest =
        Contest.of(
            Clock.THREAD,
            WARM_UPS,
            TURNS,
            new Contender(PRODUCTS, () -> repeat(steps, products::compute)),
            new Contender(STEP, () -> repeat(steps, training::step)),
            new Contender(
                WITH_PIXELS,
                () ->
                    repeat(
                        steps,
                        () -> {
                          training.read();
                          training.step();
                        })));
    table.add(
        topology.name(),
        Integer.toString(batch),
        contest.nanos(PRODUCTS).over(1e3 * steps).toText(0),
        contest.nanos(STEP).over(1e3 * steps).toText(0),
        contest.ratio(PRODUCTS, STEP).toText(2),
        contest.ratio(PRODUCTS, WITH_PIXELS).toText(2),
        contest.nanos(WITH_PIXELS).under(1e9 * steps * batch).toText(0),
        Long.toString(allocatedBytes(training)));
  }

  private static void repeat(int times, Runnable work) {
    for (int i = 0; i < times; i++) {
      work.run();
    }
  }

  private static int stepsOfATurn(Products products) {
    repeat(20, products::compute);
    long started = System.nanoTime();
    repeat(20, products::compute);
    return (int) Math.max(1, NANOS_OF_A_TURN * 20 / (System.nanoTime() - started));
  }

  /** What a warm step allocates on its thread: the least of some stretches, as others may add. */
  private static long allocatedBytes(Training training) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 10; i++) {
      long before = threads.getThreadAllocatedBytes(thread);
      for (int j = 0; j < 20; j++) {
        training.read();
        training.step();
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
    }
    return least / 20;
  }
}
