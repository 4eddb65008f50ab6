package dev.tributary.cli;

import dev.tributary.config.JobFile;
import dev.tributary.report.ConsoleReport;
import dev.tributary.report.Terminal;
import dev.tributary.train.TrainingJob;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code train JOB.conf}. */
@Command(
    name = "train",
    description = {
      "Trains the network of a job file; saves the model, its figures and how they came about.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "Ctrl-C ends training after the round and keeps what was learned so far; a second one"
          + " quits at once.",
      "",
      "Every key of a job file, with its default: src/main/resources/reference.conf"
    })
final class TrainCommand implements Callable<Integer> {
  @Mixin private JobOptions options;

  @Override
  public Integer call() {
    JobFile file = options.load();
    TrainingJob job = file.read(TrainingJob::read);
    ConsoleReport console = new ConsoleReport(System.out, Terminal.detect());
    try (Interrupt interrupt =
        Interrupt.install(
            () -> console.note("Stopping after this round. Ctrl-C again quits at once."))) {
      return new TrainingRun(file, job, console, interrupt).run();
    }
  }
}
