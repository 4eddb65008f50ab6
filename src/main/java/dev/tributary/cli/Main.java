package dev.tributary.cli;

import org.apache.spark.SparkUserAppException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/** Tributary's command line. */
@Command(
    name = "tributary",
    description = {"Trains deep neural networks on Apache Spark.", ""},
    versionProvider = Versions.class,
    customSynopsis = "submit/tributary [spark-submit options] COMMAND [arguments]",
    subcommands = {
      TrainCommand.class,
      EvaluateCommand.class,
      PredictCommand.class,
      DescribeCommand.class,
      DiagnoseCommand.class,
      FindRateCommand.class,
      CompareCommand.class,
      GenerateCommand.class,
      ImportCommand.class,
      ExportCommand.class
    },
    footer = {
      "",
      "COMMAND --help tells more of a command. Options of spark-submit, such as --master or"
          + " --driver-memory, go before the command.",
      "",
      "Exit codes: 0 done, 2 wrong job or arguments, 3 unusable data, 4 training diverged,"
          + " 5 storage failed, 130 interrupted, 1 anything else."
    })
@SuppressWarnings("UnusedVariable") // picocli acts on the options; nobody else reads them
public final class Main {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "shows this")
  private boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "shows the versions of Tributary, Spark and Java")
  private boolean version;

  private Main() {}

  /** Runs a command and ends the JVM, or the application on YARN, with its exit code. */
  public static void main(String[] arguments) throws SparkUserAppException {
    int code = run(arguments);
    System.out.flush();
    if (isDriverOfYarn()) {
      // There, whoever exits has failed.
      if (code != 0) {
        throw new SparkUserAppException(code);
      }
      return;
    }
    // Not only a return: a library's thread that isn't a daemon would keep the JVM alive.
    System.exit(code);
  }

  /** Whether this is the driver in YARN's cluster mode, a thread of its application master. */
  static boolean isDriverOfYarn() {
    return "yarn".equals(System.getProperty("spark.master"))
        && "cluster".equals(System.getProperty("spark.submit.deployMode"));
  }

  /** Runs a command; gives its exit code. */
  static int run(String... arguments) {
    CommandLine line =
        new CommandLine(new Main())
            .setExecutionStrategy(Main::execute)
            .setExecutionExceptionHandler(
                (failure, command, parsed) -> Failures.handle(failure, command))
            .setParameterExceptionHandler(Failures::wrongArguments)
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setUsageHelpAutoWidth(true);
    try {
      return line.execute(arguments);
    } catch (Error beyondRepair) { // such as too little memory; the user still wants to know why
      return Failures.handle(beyondRepair, last(line.getParseResult()));
    }
  }

  private static int execute(ParseResult parsed) {
    int code = new RunLast().execute(parsed);
    ConsoleOptions.of(last(parsed)).ended(code);
    return code;
  }

  /** The command that was asked for. */
  private static CommandLine last(ParseResult parsed) {
    return parsed.hasSubcommand() ? last(parsed.subcommand()) : parsed.commandSpec().commandLine();
  }
}
