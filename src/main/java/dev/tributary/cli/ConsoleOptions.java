package dev.tributary.cli;

import dev.tributary.config.InvalidJobException;
import dev.tributary.report.ConsoleReport;
import dev.tributary.report.Terminal;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command tells what happens, as every command takes it that may run long. */
final class ConsoleOptions {
  static final String JSON_LINES = "--json-lines";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--quiet",
      description =
          "prints what the command was asked for and nothing else; warnings and errors go to"
              + " standard error")
  private boolean quiet;

  @Option(
      names = JSON_LINES,
      description =
          "prints all that happens for a program: one JSON object a line, and nothing else")
  private boolean jsonLines;

  @Option(
      names = "--log",
      paramLabel = "FILE",
      description = "the file of this machine that the log is written to; default: told at the end")
  private Path log;

  private ConsoleReport console = ConsoleReport.silent();

  /** Where the command tells what happens. */
  ConsoleReport open() {
    return open(false);
  }

  /**
   * The same for a command that may print its figures as one JSON text.
   *
   * @param json whether it does, so that all else goes to standard error
   */
  ConsoleReport open(boolean json) {
    if (jsonLines && (quiet || json)) {
      throw new InvalidJobException(
          "%s and %s don't go together: each says what standard output holds. Leave one out."
              .formatted(JSON_LINES, quiet ? "--quiet" : "--json"));
    }
    if (log != null) {
      LogFile.use(log);
    }
    console = console(json);
    console.started(command.name(), Versions.tributary());
    return console;
  }

  private ConsoleReport console(boolean json) {
    if (jsonLines) {
      return ConsoleReport.events(System.out);
    }
    Terminal terminal = Terminal.detect();
    if (quiet) {
      return ConsoleReport.quiet(json ? System.err : System.out, System.err, terminal);
    }
    return ConsoleReport.text(json ? System.err : System.out, terminal);
  }

  /** Where a command tells what happens; tells nothing if it has no such options. */
  static ConsoleReport of(CommandLine command) {
    return command.getCommandSpec().mixins().values().stream()
        .map(CommandSpec::userObject)
        .filter(ConsoleOptions.class::isInstance)
        .map(each -> ((ConsoleOptions) each).console)
        .findFirst()
        .orElse(ConsoleReport.silent());
  }
}
