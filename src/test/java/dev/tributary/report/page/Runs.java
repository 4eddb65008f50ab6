package dev.tributary.report.page;

import dev.tributary.report.MetricsLog;
import dev.tributary.report.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs for a page to show. */
final class Runs {
  private Runs() {}

  static PageRun empty(String name, String job) {
    return new PageRun(
        new PageHeader(
            name, Sample.network(), Sample.data(), Sample.plan(), job, Map.of("seed", "42")));
  }

  /** Ten epochs of five rounds each. */
  static PageRun small(String name) {
    PageRun run = empty(name, "training { epochs = 10 }");
    for (int epoch = 1; epoch <= 10; epoch++) {
      for (int i = 1; i <= 5; i++) {
        run.round(point(5L * (epoch - 1) + i, epoch, 2));
      }
      run.epochs(MetricsLog.line(Sample.epoch(epoch)));
    }
    return run;
  }

  /** A round whose figures follow from its number. */
  static RoundPoint point(long round, int epoch, int workers) {
    List<RoundPoint.Worker> parts = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      parts.add(new RoundPoint.Worker(i, 100 + i, 0.01 * (i + 1)));
    }
    return new RoundPoint(
        round,
        epoch,
        100L * workers,
        loss(round),
        0.1,
        new RoundPoint.Seconds(0.02, 0.004, 0.005, 0.001),
        RoundPoint.Gradient.of(0.25, 2.0 + (int) (round % 3), 5.0 + (int) (round % 3)),
        parts);
  }

  /** It jumps about, so that a bucket's least, mean and largest differ. */
  static double loss(long round) {
    return 1.0 / round + 0.001 * (round * 7919 % 1000);
  }
}
