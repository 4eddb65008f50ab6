package dev.tributary.config;

import java.util.List;
import java.util.stream.Collectors;

/** A job that can't be run as it is written; its message names every problem, one a line. */
public final class InvalidJobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public InvalidJobException(String source, List<Problem> problems) {
    super(describe(source, problems));
    this.problems = List.copyOf(problems);
  }

  public InvalidJobException(String message) {
    super(message);
    this.problems = List.of();
  }

  public List<Problem> problems() {
    return problems;
  }

  private static String describe(String source, List<Problem> problems) {
    String count = problems.size() == 1 ? "a problem" : problems.size() + " problems";
    return problems.stream()
        .map(problem -> "  " + problem)
        .collect(Collectors.joining("\n", source + " has " + count + ":\n", ""));
  }
}
