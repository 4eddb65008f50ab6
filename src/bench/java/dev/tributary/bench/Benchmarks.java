package dev.tributary.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Runs the benchmarks that are named, or all. */
public final class Benchmarks {
  private static final List<String> FORCED_KERNELS =
      List.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE");

  private static final Map<String, Supplier<Benchmark>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("step", StepBenchmark::new);
    ALL.put("kernels", KernelBenchmark::new);
    ALL.put("libtorch", () -> new RivalBenchmark("libtorch", LibtorchTraining::new));
    ALL.put("dl4j", () -> new RivalBenchmark("Deeplearning4j", Dl4jTraining::new));
    ALL.put("round", RoundBenchmark::new);
    ALL.put("dl4j-spark", Dl4jSparkBenchmark::new);
    ALL.put("dl4j-program", Dl4jProgramBenchmark::new);
    ALL.put("mllib", MllibBenchmark::new);
    ALL.put("read", ReadBenchmark::new);
  }

  private Benchmarks() {}

  /**
   * Prints a table for each.
   *
   * @param arguments names separated by commas or blanks
   */
  public static void main(String[] arguments) throws Exception {
    for (String forced : FORCED_KERNELS) {
      if (System.getenv(forced) != null) {
        System.out.println(
            forced + " is set: these aren't the kernels that OpenBLAS chooses for this processor.");
      }
    }
    List<String> names = List.of(String.join(",", arguments).split("[, ]+"));
    for (String name : names.equals(List.of("all")) ? List.copyOf(ALL.keySet()) : names) {
      Supplier<Benchmark> found = ALL.get(name);
      if (found == null) {
        System.err.println(
            "Unknown benchmark " + name + " (must be all or some of " + ALL.keySet() + ")");
        System.exit(2);
      }
      Benchmark benchmark = found.get();
      System.out.println();
      System.out.println(benchmark.title() + ". Data: " + Digits.training(1).source() + ".");
      System.out.println("Medians, and in brackets where the middle half of the turns lies.");
      System.out.println();
      benchmark.run();
    }
    System.exit(0); // some libraries leave threads behind
  }
}
