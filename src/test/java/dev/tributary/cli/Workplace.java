package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.TestSpark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder with small data and a job on it, and the command line, run in this JVM. */
final class Workplace {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CLASSES = 3;

  private final Path folder;

  Workplace(Path folder) {
    this.folder = folder;
  }

  /**
   * How a command ended.
   *
   * @param out what it printed
   * @param err what it complained about
   */
  record Outcome(int code, String out, String err) {}

  /** Runs a command. */
  interface Action {
    Outcome run() throws Exception;
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  /** Where the job's output goes. */
  Path output() {
    return path("out");
  }

  Path write(String name, String... lines) throws IOException {
    Files.createDirectories(path(name).getParent());
    return Files.writeString(path(name), String.join("\n", lines) + "\n");
  }

  /** A job on {@code train.csv} and {@code test.csv}: three classes, three epochs, two workers. */
  Path classesJob() throws IOException {
    write("train.csv", classes(60, 0));
    write("test.csv", classes(20, 1));
    return write(
        "job.conf",
        "data {",
        "  format = csv",
        "  options { header = true }",
        "  train = \"" + path("train.csv") + "\"",
        "  test = \"" + path("test.csv") + "\"",
        "  validation = 0.2",
        "}",
        "model.layers = [",
        "  { type = dense, units = 8 }",
        "  { type = batch_normalization }",
        "  { type = activation, function = elu }",
        "  { type = dropout, rate = 0.1 }",
        "  { type = dense, units = 3, activation = softmax }",
        "]",
        "training {",
        "  loss = sparse_categorical_crossentropy",
        "  learning-rate { schedule = constant, value = 0.1 }",
        "  batch-size = 8",
        "  epochs = 3",
        "  seed = 1",
        "}",
        "averaging { workers = 2, every = 2 }",
        "output.dir = \"" + output() + "\"");
  }

  /** Rows {@code x,y,label}: points around three centers. */
  static String[] classes(int rows, int shift) {
    List<String> lines = new ArrayList<>(List.of("x,y,label"));
    for (int i = 0; i < rows; i++) {
      int label = i % CLASSES;
      double angle = 2 * Math.PI * label / CLASSES;
      double x = 4 * Math.cos(angle) + Math.sin(7.0 * i + shift);
      double y = 4 * Math.sin(angle) + Math.cos(5.0 * i + shift);
      lines.add("%.3f,%.3f,%d".formatted(x, y, label));
    }
    return lines.toArray(String[]::new);
  }

  /** Trains {@code job.conf} with overrides of it, and options. */
  Outcome train(String... overrides) {
    List<String> arguments = new ArrayList<>(List.of("train", path("job.conf").toString()));
    for (String override : overrides) {
      if (!override.startsWith("--")) {
        arguments.add("--set");
      }
      arguments.add(override);
    }
    return run(arguments.toArray(String[]::new));
  }

  /** Runs a command with the tests' Spark session. */
  static Outcome run(String... arguments) {
    TestSpark.session();
    PrintStream formerOut = System.out;
    PrintStream formerErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      int code = Main.run(arguments);
      return new Outcome(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(formerOut);
      System.setErr(formerErr);
    }
  }

  JsonNode summary() throws IOException {
    return JSON.readTree(output().resolve("summary.json").toFile());
  }

  /** The lines of {@code metrics.jsonl}. */
  List<JsonNode> metrics() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(output().resolve("metrics.jsonl"))) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  /** Expects that an action is refused with words that hold these phrases, and changes nothing. */
  void refuses(int code, Action action, String... phrases) throws Exception {
    Map<String, String> before = written();
    Outcome outcome = action.run();

    assertThat(outcome.err()).isNotBlank().doesNotContain("Exception", "\tat ");
    for (String phrase : phrases) {
      assertThat(outcome.err()).contains(phrase);
    }
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
    assertThat(written()).isEqualTo(before);
  }

  /** Every file and folder here, with its bytes; folders have none. */
  private Map<String, String> written() throws IOException {
    Map<String, String> written = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(each -> !each.equals(folder)).toList()) {
        String bytes =
            Files.isDirectory(file)
                ? ""
                : new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        written.put(folder.relativize(file).toString(), bytes);
      }
    }
    return written;
  }
}
