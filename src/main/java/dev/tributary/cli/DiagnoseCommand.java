package dev.tributary.cli;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.JobFile;
import dev.tributary.nn.diagnosis.Diagnosis;
import dev.tributary.nn.diagnosis.Finding;
import dev.tributary.nn.diagnosis.Findings;
import dev.tributary.report.ConsoleReport;
import dev.tributary.report.DepthPlot;
import dev.tributary.report.DiagnosisJson;
import dev.tributary.train.Diagnoser;
import dev.tributary.train.TrainingJob;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code diagnose JOB.conf}. */
@Command(
    name = "diagnose",
    description = {
      "Shows how signal and gradient travel through the depth of a job's network, at"
          + " initialization and after some steps, and says what is wrong and what to do. Writes"
          + " no model.",
      ""
    },
    sortOptions = false,
    footer = {"", "How to read the figures: src/site/markdown/diagnosis.md"})
final class DiagnoseCommand implements Callable<Integer> {
  private static final int MOST_STEPS = 1_000_000;

  @Mixin private JobOptions options;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "training steps between the two measurements; default: ${DEFAULT-VALUE}")
  private int steps = 100;

  @Mixin private FigureOptions figures;

  @Mixin private ConsoleOptions consoleOptions;

  @Override
  public Integer call() {
    ConsoleReport console = figures.console(consoleOptions);
    if (steps < 0 || steps > MOST_STEPS) {
      throw new InvalidJobException(
          "Invalid --steps: found %d; allowed is a whole number from 0 to %,d."
              .formatted(steps, MOST_STEPS));
    }
    JobFile file = options.load();
    TrainingJob job = file.read(TrainingJob::read);
    try (Session session = Session.open("diagnose " + file.name(), console);
        LoadedJob loaded = LoadedJob.toTry(session, job, console)) {
      Diagnoser diagnoser = loaded.trainer(console).diagnoser();
      Diagnosis diagnosis = diagnoser.run(steps);
      List<Finding> findings = Findings.of(loaded.network(), diagnoser.clipping(), diagnosis);
      figures.show(
          console,
          () -> DiagnosisJson.of(file.name(), diagnosis, findings),
          () -> {
            diagnosis.measurements().forEach(console::measurement);
            console.findings(findings);
          },
          () -> DepthPlot.svg(file.name(), loaded.job().network(), diagnosis));
      return 0;
    }
  }
}
