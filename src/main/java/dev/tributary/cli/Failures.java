package dev.tributary.cli;

import dev.tributary.config.InvalidJobException;
import dev.tributary.data.UnusableDataException;
import dev.tributary.model.InvalidModelException;
import dev.tributary.model.StorageException;
import dev.tributary.train.DivergedException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** How failures end: one paragraph for the user, the rest in the log, and an exit code. */
final class Failures implements IExecutionExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      Optional<Integer> code = exitCode(at);
      if (code.isPresent()) {
        LOG.info("{} failed", command.getCommandName(), failure);
        command.getErr().println(at.getMessage());
        return code.get();
      }
    }
    LOG.info("{} failed", command.getCommandName(), failure);
    command.getErr().println("Failed: " + root(failure) + logHint());
    return 1;
  }

  /** Exit code 2, with the usage's one line. */
  static int wrongArguments(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    command.getErr().println(wrong.getMessage());
    UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
    command.getErr().println("See submit/tributary " + help(command) + " for what is allowed.");
    return 2;
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

  private static String help(CommandLine command) {
    return command.getParent() == null ? "--help" : command.getCommandName() + " --help";
  }

  private static String root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage() == null ? "" : ": " + root.getMessage().strip();
    return root.getClass().getSimpleName() + message;
  }

  private static String logHint() {
    String log = System.getProperty("tributary.log", "");
    return log.isEmpty() ? "" : "\nThe log has the details: " + log;
  }
}
