package dev.tributary.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs {@code conf/mnist.conf} as a user does, by the launcher, on both cores of {@code local[2]}.
 */
final class Job {
  private static final Path LAUNCHER = Path.of("submit", "tributary");

  private Job() {}

  /**
   * Trains, and returns what {@code summary.json} says of it.
   *
   * @param settings as {@code training.epochs=2}
   */
  static JsonNode train(String... settings) throws IOException, InterruptedException {
    Path output = Files.createTempDirectory("tributary-bench").resolve("mnist");
    List<String> command = new ArrayList<>();
    command.add(LAUNCHER.toString());
    command.addAll(List.of("--master", "local[2]", "train", "conf/mnist.conf"));
    command.addAll(List.of("--set", "output.dir=" + output));
    for (String setting : settings) {
      command.addAll(List.of("--set", setting));
    }
    Path log = output.resolveSibling("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (process.waitFor() != 0) {
      throw new IOException("The job failed:\n" + Files.readString(log));
    }
    return new ObjectMapper().readTree(output.resolve("summary.json").toFile());
  }
}
