package dev.tributary.guides;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a comment before a fence may say about it: {@code <!-- KEYWORD: VALUE -->}. */
enum Marker {
  /** The reason why a test can't run it. */
  NOT_RUN("not run"),
  /** {@code Test} or {@code Test.method}, which proves what it shows. */
  TESTED_BY("tested by"),
  /** A file of the project that holds these lines. */
  EXCERPT_OF("excerpt of"),
  /** Where it is written to, for the blocks that follow. */
  FILE("file"),
  /** The exit code of a command that fails, as the text says it does. */
  EXITS("exits"),
  /**
   * {@code OPTION=VALUE} and {@code KEY.OF.A.JOB=VALUE} with smaller values, so that a test gets
   * through it in seconds.
   */
  SMALLER("smaller"),
  /** The job file that a fragment of one is added to. */
  WITH("with"),
  /** The conditions of figures, which no test compares. */
  MEASURED("measured");

  private final String keyword;

  Marker(String keyword) {
    this.keyword = keyword;
  }

  static Optional<Marker> of(String keyword) {
    return Arrays.stream(values()).filter(each -> each.keyword.equals(keyword)).findFirst();
  }

  static String keywords() {
    return Arrays.stream(values()).map(each -> each.keyword).collect(Collectors.joining(", "));
  }
}
