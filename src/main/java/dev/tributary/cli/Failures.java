package dev.tributary.cli;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.NearMiss;
import dev.tributary.data.UnusableDataException;
import dev.tributary.model.InvalidModelException;
import dev.tributary.model.StorageException;
import dev.tributary.train.DivergedException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** How failures end: one paragraph for the user, the rest in the log, and an exit code. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  /** Tells the user; gives the exit code. */
  static int handle(Throwable failure, CommandLine command) {
    if (shuttingDown()) {
      // Ctrl-C stopped Spark, and what was under way fails for that alone.
      return Interrupt.EXIT_CODE;
    }
    for (Throwable at = failure; at != null; at = at.getCause()) {
      Optional<Integer> code = exitCode(at);
      if (code.isPresent()) {
        LOG.info("Failed", failure);
        command.getErr().println(at.getMessage());
        return code.get();
      }
    }
    String log = System.getProperty("tributary.log", "");
    if (log.isEmpty()) {
      // Wherever the log goes, it is the only place that can tell more.
      LOG.error("Failed", failure);
    } else {
      LOG.info("Failed", failure);
    }
    command.getErr().println("Failed: " + root(failure));
    if (!log.isEmpty()) {
      command.getErr().println("The log has the details: " + log);
    }
    return 1;
  }

  /** Exit code 2, with what is wrong and where to look. */
  static int wrongArguments(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
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
      return Optional.of(2);
    }
    if (failure instanceof UnusableDataException) {
      return Optional.of(3);
    }
    if (failure instanceof DivergedException) {
      return Optional.of(4);
    }
    return failure instanceof StorageException ? Optional.of(5) : Optional.empty();
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

  private static boolean shuttingDown() {
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
