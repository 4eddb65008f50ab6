package dev.tributary.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs {@code conf/mnist.conf} as a user does, by the launcher. */
final class Job {
  private static final Path LAUNCHER = Path.of("submit", "tributary").toAbsolutePath();
  private static final Path JOB = Path.of("conf", "mnist.conf").toAbsolutePath();
  private static final int WARM_UPS = 24;
  private static final int EPOCHS = 48;
  private static final Path SPARK_CLASS_PATH = Path.of("target", "spark.classpath");

  private Job() {}

  /**
   * The epochs of a run in which the JVMs are warm, after the one before them.
   *
   * @param master Spark's
   * @param every after how many minibatches two workers are averaged
   */
  static List<JsonNode> warmEpochs(String master, int every)
      throws IOException, InterruptedException {
    return trainOn(
            master, "training.epochs=" + EPOCHS, "averaging.every=" + every, "data.validation=0")
        .epochs
        .subList(WARM_UPS - 1, EPOCHS);
  }

  /** The examples a second of the rounds of such epochs, the median. */
  static double warmSpeed(String master, int every) throws IOException, InterruptedException {
    return Spread.of(
            warmEpochs(master, every).stream()
                .skip(1)
                .mapToDouble(
                    epoch ->
                        epoch.get("examples").asDouble()
                            / (epoch.get("computeSeconds").asDouble()
                                + epoch.get("synchronizeSeconds").asDouble()))
                .toArray())
        .median();
  }

  /**
   * What a run leaves behind.
   *
   * @param summary {@code summary.json}
   * @param epochs the lines of {@code metrics.jsonl}
   */
  record Trained(JsonNode summary, List<JsonNode> epochs) {}

  /**
   * Trains on {@code local[2]}, and returns what {@code summary.json} says of it.
   *
   * @param settings as {@code training.epochs=2}
   */
  static JsonNode train(String... settings) throws IOException, InterruptedException {
    return trainOn("local[2]", settings).summary;
  }

  /**
   * Trains.
   *
   * @param master Spark's
   * @param settings as {@code training.epochs=2}
   */
  static Trained trainOn(String master, String... settings)
      throws IOException, InterruptedException {
    Path output = Files.createTempDirectory("tributary-bench").resolve("mnist");
    List<String> command = new ArrayList<>();
    command.add(LAUNCHER.toString());
    command.addAll(List.of("--master", master, "train", JOB.toString()));
    command.addAll(List.of("--set", "output.dir=" + output));
    for (String setting : settings) {
      command.addAll(List.of("--set", setting));
    }
    Path log = output.resolveSibling("log");
    ProcessBuilder process =
        new ProcessBuilder(command)
            .directory(sparkHome(output.getParent()).toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    process.environment().put("SPARK_SCALA_VERSION", "2.12");
    if (process.start().waitFor() != 0) {
      throw new IOException("The job failed:\n" + Files.readString(log));
    }
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> epochs = new ArrayList<>();
    for (String line : Files.readAllLines(output.resolve("metrics.jsonl"))) {
      epochs.add(json.readTree(line));
    }
    return new Trained(json.readTree(output.resolve("summary.json").toFile()), epochs);
  }

  /** Where {@code local-cluster} looks for the jars of its executors, if it runs there. */
  private static Path sparkHome(Path folder) throws IOException {
    Path jars = Files.createDirectory(folder.resolve("jars"));
    for (String jar : Files.readString(SPARK_CLASS_PATH).strip().split(File.pathSeparator, -1)) {
      Files.createSymbolicLink(jars.resolve(Path.of(jar).getFileName()), Path.of(jar));
    }
    return folder;
  }
}
