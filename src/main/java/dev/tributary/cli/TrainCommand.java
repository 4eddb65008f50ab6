package dev.tributary.cli;

import dev.tributary.cli.RunCheckpoints.Mode;
import dev.tributary.config.JobFile;
import dev.tributary.model.OutputDirectory;
import dev.tributary.model.StorageException;
import dev.tributary.report.ConsoleReport;
import dev.tributary.train.TrainingJob;
import dev.tributary.train.TrainingListener;
import dev.tributary.train.TrainingOutcome.Ending;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
      "Where output.dir holds a checkpoint of the same job, training goes on from it.",
      "",
      "Ctrl-C ends training after the round and keeps what was learned so far; a second one"
          + " quits at once.",
      "",
      "Every key of a job file, with its default: src/main/resources/reference.conf"
    })
final class TrainCommand implements Callable<Integer> {
  @Mixin private JobOptions options;

  @Option(
      names = "--fresh",
      description =
          "trains anew, where a run would go on from a checkpoint in output.dir; removes the"
              + " checkpoints that are there")
  private boolean fresh;

  @Mixin private ConsoleOptions consoleOptions;

  @Override
  @SuppressWarnings("try") // the live report is there as long as the run
  public Integer call() {
    Stopwatch total = new Stopwatch();
    ConsoleReport console = consoleOptions.open();
    JobFile file = options.load();
    TrainingJob job = file.read(TrainingJob::read);
    Path directory = PathArgument.of("output.dir", job.output());
    try (Interrupt interrupt =
            Interrupt.install(
                () -> console.note("Stopping after this round. Ctrl-C again quits at once."));
        Session session = Session.open("train " + file.name(), console);
        OutputDirectory output = OutputDirectory.open(directory, session.hadoop());
        RunCheckpoints checkpoints =
            RunCheckpoints.open(
                file, job, fresh ? Mode.FRESH : Mode.RESUME, output, session, console, total)) {
      if (checkpoints.isFinished(session)) {
        console.result(
            ("This job is trained already: %s/model. More training.epochs go on from there; --fresh"
                    + " trains anew.")
                .formatted(job.output()),
            Map.of("model", job.output() + "/model"));
        return 0;
      }
      session.nameJobs(Contender.name(options.path()));
      try (TrainingRun run = TrainingRun.prepare(session, file, job, output, checkpoints, console);
          LiveReport live = LiveReport.of(run.page(), job.report(), session, console)) {
        return run.train(interrupt, TrainingListener.SILENT)
            .filter(result -> result.outcome().ending() != Ending.INTERRUPTED)
            .map(finished -> 0)
            .orElse(Interrupt.EXIT_CODE);
      } catch (StorageException failed) {
        throw checkpoints.withLastGood(failed);
      }
    }
  }
}
