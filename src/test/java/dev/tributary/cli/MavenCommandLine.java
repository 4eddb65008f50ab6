package dev.tributary.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A command line of {@code ./mvnw}. A build can't run within a build's tests, so it is checked that
 * Maven would know what is asked of it: phases, profiles, and tests by name.
 */
final class MavenCommandLine {
  private static final List<String> GOALS =
      List.of("clean", "test", "package", "verify", "install", "site", "spotless:apply");
  private static final Path PROJECT = Path.of(System.getProperty("guides.project", "."));

  private MavenCommandLine() {}

  static int check(List<String> arguments) throws IOException {
    String pom = Files.readString(PROJECT.resolve("pom.xml"));
    for (String argument : arguments) {
      if (argument.startsWith("-P")) {
        require(pom.contains("<id>" + argument.substring(2) + "</id>"), argument);
      } else if (argument.startsWith("-Dtest=") || argument.startsWith("-Dit.test=")) {
        for (String test : argument.substring(argument.indexOf('=') + 1).split(",", -1)) {
          require(test.equals("NoUnitTest") || isTest(test), argument);
        }
      } else if (!argument.startsWith("-D") && !List.of("-q", "-B", "-o").contains(argument)) {
        require(GOALS.contains(argument), argument);
      }
    }
    return 0;
  }

  private static boolean isTest(String name) throws IOException {
    try (Stream<Path> files = Files.walk(PROJECT.resolve("src/test/java"))) {
      return files.anyMatch(file -> file.endsWith(name + ".java"));
    }
  }

  private static void require(boolean condition, String argument) {
    if (!condition) {
      throw new AssertionError("This build has no " + argument);
    }
  }
}
