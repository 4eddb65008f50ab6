package dev.tributary.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Tributary's command line. */
@Command(
    name = "tributary",
    description = "Trains deep neural networks on Apache Spark.",
    mixinStandardHelpOptions = true,
    versionProvider = Versions.class,
    synopsisSubcommandLabel = "COMMAND",
    usageHelpAutoWidth = true,
    subcommands = {
      TrainCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      DescribeCommand.class
    },
    footer = {
      "",
      "Options of spark-submit (--master, --conf, ...) go before the command.",
      "",
      "Exit codes: 0 done, 2 wrong job or arguments, 3 unusable data, 4 training diverged,",
      "5 storage failed, 130 interrupted, 1 anything else."
    })
public final class Main {
  private Main() {}

  /** Runs a command and ends the JVM with its exit code. */
  public static void main(String[] arguments) {
    int code = run(arguments);
    System.out.flush();
    // Not only a return: a library's thread that isn't a daemon would keep the JVM alive.
    System.exit(code);
  }

  /** Runs a command; gives its exit code. */
  static int run(String... arguments) {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(new Failures())
        .setParameterExceptionHandler(Failures::wrongArguments)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .execute(arguments);
  }
}
