package dev.tributary.cli;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.JobFile;
import dev.tributary.optim.RateCurve;
import dev.tributary.report.ConsoleReport;
import dev.tributary.report.RatePlot;
import dev.tributary.report.RateText;
import dev.tributary.train.TrainingJob;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code find-rate JOB.conf}. */
@Command(
    name = "find-rate",
    description = {
      "Suggests a learning rate: takes steps at a rate that grows until the loss runs away. Writes"
          + " no model.",
      ""
    },
    sortOptions = false)
final class FindRateCommand implements Callable<Integer> {
  private static final int FEWEST_STEPS = 20;
  private static final int MOST_STEPS = 1_000_000;

  @Mixin private JobOptions options;

  @Option(
      names = "--from",
      paramLabel = "RATE",
      description = "the first rate; default: ${DEFAULT-VALUE}")
  private double from = 1e-6;

  @Option(
      names = "--to",
      paramLabel = "RATE",
      description = "the last rate; default: ${DEFAULT-VALUE}")
  private double to = 10;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "steps from the one to the other; default: ${DEFAULT-VALUE}")
  private int steps = 200;

  @Mixin private FigureOptions figures;

  @Mixin private ConsoleOptions consoleOptions;

  @Override
  public Integer call() {
    ConsoleReport console = figures.console(consoleOptions);
    check();
    JobFile file = options.load();
    TrainingJob job = file.read(TrainingJob::read);
    try (Session session = Session.open("find-rate " + file.name(), console);
        LoadedJob loaded = LoadedJob.toTry(session, job, console)) {
      RateCurve curve = loaded.trainer(console).rateFinder().find(from, to, steps);
      figures.show(
          console,
          () -> RateText.json(file.name(), curve),
          () -> console.rate(file.name(), curve),
          () -> RatePlot.svg(file.name(), curve));
      return 0;
    }
  }

  private void check() {
    if (!(from > 0) || !(to > from) || !Double.isFinite(to)) {
      throw new InvalidJobException(
          ("Invalid --from and --to: found %s and %s; allowed are rates above 0, the"
                  + " second one the larger.")
              .formatted(from, to));
    }
    if (steps < FEWEST_STEPS || steps > MOST_STEPS) {
      throw new InvalidJobException(
          "Invalid --steps: found %d; allowed is a whole number from %d to %,d."
              .formatted(steps, FEWEST_STEPS, MOST_STEPS));
    }
  }
}
