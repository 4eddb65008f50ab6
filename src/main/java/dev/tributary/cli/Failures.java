package dev.tributary.cli;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.NearMiss;
import dev.tributary.data.UnavailableDataException;
import dev.tributary.data.UnusableDataException;
import dev.tributary.model.InvalidModelException;
import dev.tributary.model.StorageException;
import dev.tributary.report.ConsoleReport;
import dev.tributary.train.DivergedException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** How failures end: one paragraph for the user, the rest in the log, and an exit code. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  /** Invalid job, model or arguments. */
  static final int INVALID = 2;

  /** Data that can't be used. */
  static final int UNUSABLE_DATA = 3;

  /** Training left the range of numbers. */
  static final int DIVERGED = 4;

  /** Something couldn't be read or written. */
  static final int STORAGE = 5;

  private static final int UNFORESEEN = 1;

  /**
   * A failure in the user's words.
   *
   * @param code the exit code
   * @param message what happened and what to do
   */
  record Failure(int code, String message) {}

  private Failures() {}

  /** Tells the user; gives the exit code. */
  static int handle(Throwable failure, CommandLine command) {
    if (shuttingDown()) {
      // Ctrl-C stopped Spark, and what was under way fails for that alone.
      return Interrupt.EXIT_CODE;
    }
    Failure told = of(failure);
    String log = System.getProperty(LogFile.PROPERTY, "");
    if (told.code() == UNFORESEEN && log.isEmpty()) {
      // Wherever the log goes, it is the only place that can tell more.
      LOG.error("Failed", failure);
    } else {
      LOG.info("Failed", failure);
    }
    ConsoleOptions.of(command).failed(told.code(), told.message());
    command.getErr().println(told.message());
    if (told.code() == UNFORESEEN && !log.isEmpty()) {
      command.getErr().println("The log has the details: " + log);
    }
    return told.code();
  }

  /** What the user is told of a failure, whatever it is wrapped in. */
  static Failure of(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      Optional<Integer> code = exitCode(at);
      if (code.isPresent()) {
        return new Failure(code.get(), at.getMessage());
      }
    }
    // A run makes shards that it lost again, from the data that it read at first.
    return UnavailableDataException.of(failure, "The data")
        .map(unavailable -> new Failure(STORAGE, unavailable.getMessage()))
        .orElseGet(() -> new Failure(UNFORESEEN, "Failed: " + root(failure)));
  }

  /** Exit code 2, with what is wrong and where to look. */
  static int wrongArguments(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    if (List.of(arguments).contains(ConsoleOptions.JSON_LINES)) {
      ConsoleReport.events(System.out).failed(INVALID, wrong.getMessage());
    }
    boolean root = command.getParent() == null;
    if (root
        && wrong instanceof UnmatchedArgumentException unmatched
        && unknownCommand(unmatched)) {
      String found = unmatched.getUnmatched().get(0);
      String near =
          NearMiss.of(found, command.getSubcommands().keySet())
              .map(name -> " Did you mean " + name + "?")
              .orElse("");
      command.getErr().println("There is no command " + found + "." + near);
    } else {
      command.getErr().println(wrong.getMessage());
      UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
    }
    command
        .getErr()
        .println(
            "See submit/tributary "
                + (root ? "--help" : command.getCommandName() + " --help")
                + " for what is allowed.");
    return 2;
  }

  private static boolean unknownCommand(UnmatchedArgumentException unmatched) {
    return !unmatched.getUnmatched().get(0).startsWith("-");
  }

  private static Optional<Integer> exitCode(Throwable failure) {
    if (failure instanceof InvalidJobException || failure instanceof InvalidModelException) {
      return Optional.of(INVALID);
    }
    if (failure instanceof UnusableDataException) {
      return Optional.of(UNUSABLE_DATA);
    }
    if (failure instanceof DivergedException) {
      return Optional.of(DIVERGED);
    }
    return failure instanceof StorageException || failure instanceof UnavailableDataException
        ? Optional.of(STORAGE)
        : Optional.empty();
  }

  /** The root's name and the first line of what it says: Spark puts stack traces in messages. */
  private static String root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof OutOfMemoryError) {
      return "out of memory ("
          + root.getMessage()
          + "). Give the driver more, for example submit/tributary --driver-memory 8g COMMAND, and"
          + " executors of a cluster with --executor-memory.";
    }
    String message = root.getMessage() == null ? "" : root.getMessage().strip();
    return root.getClass().getSimpleName()
        + message.lines().findFirst().map(line -> ": " + line).orElse("");
  }

  /** Whether the JVM is ending, so that what fails need not be told. */
  static boolean shuttingDown() {
    try {
      Thread probe = new Thread(() -> {});
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException underWay) {
      return true;
    }
  }
}
