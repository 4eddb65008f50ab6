package dev.tributary.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@link Kernels} by JMH, on the wall's clock. */
final class KernelBenchmark implements Benchmark {
  private static final TimeValue ITERATION = new TimeValue(200, TimeUnit.MILLISECONDS);

  @Override
  public String title() {
    return "Kernels by JMH, a minibatch of 128 x 300 or 268,800 parameters";
  }

  @Override
  public void run() throws Exception {
    Table table = new Table("kernel", "of", "µs");
    for (RunResult run :
        new Runner(
                new OptionsBuilder()
                    .include(Kernels.class.getName())
                    .forks(1)
                    .warmupIterations(5)
                    .warmupTime(ITERATION)
                    .measurementIterations(10)
                    .measurementTime(ITERATION)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run()) {
      Result<?> result = run.getPrimaryResult();
      String function = run.getParams().getParam("function");
      double[] scores =
          run.getAggregatedResult().getIterationResults().stream()
              .mapToDouble(each -> each.getPrimaryResult().getScore())
              .toArray();
      table.add(result.getLabel(), function == null ? "" : function, Spread.of(scores).toText(1));
    }
    table.print(System.out);
  }
}
