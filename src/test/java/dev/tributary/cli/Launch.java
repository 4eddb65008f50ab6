package dev.tributary.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The launcher, run as a user would: a process of its own, in some folder. */
final class Launch {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Process process;
  private final Path errors;
  private final BufferedReader output;
  private final StringBuilder seen = new StringBuilder();

  private Launch(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * How a launch ended.
   *
   * @param out what it printed
   * @param err what it complained about
   */
  record Outcome(int code, String out, String err) {}

  /**
   * Starts the launcher.
   *
   * @param folder where it runs, and where its log goes
   */
  static Launch start(Path folder, String... arguments) throws IOException {
    return start(folder, Map.of(), arguments);
  }

  /** As {@link #start(Path, String...)}, with environment variables besides our own. */
  static Launch start(Path folder, Map<String, String> more, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of(Path.of("submit/tributary").toAbsolutePath().toString()));
    command.addAll(Arrays.asList(arguments));
    Path errors = Files.createTempFile(folder, "errors", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("SPARK_"));
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("TRIBUTARY_LOG_DIR", folder.toString());
    environment.putAll(more);
    return new Launch(builder.start(), errors);
  }

  /** Runs the launcher to its end. */
  static Outcome run(Path folder, String... arguments) throws IOException, InterruptedException {
    return start(folder, arguments).finish();
  }

  /** Waits for a line that holds a text. */
  void awaitLine(String text) throws IOException {
    String line = output.readLine();
    while (line != null) {
      seen.append(line).append('\n');
      if (line.contains(text)) {
        return;
      }
      line = output.readLine();
    }
    throw new IllegalStateException("It ended without " + text + ":\n" + seen + errors());
  }

  /** Of the JVM, which takes the launcher's place. */
  long pid() {
    return process.pid();
  }

  boolean isRunning() {
    return process.isAlive();
  }

  /** Ctrl-C. */
  void interrupt() throws IOException, InterruptedException {
    int status = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    if (status != 0) {
      throw new IllegalStateException("It can't be interrupted: " + seen + errors());
    }
  }

  /** From now on, no file that it writes may become longer: it runs as on a disk that is full. */
  void limitFileSize(long bytes) throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("prlimit", "--pid", Long.toString(process.pid()), "--fsize=" + bytes)
            .start()
            .waitFor();
    if (status != 0) {
      throw new IllegalStateException("It can't be limited: " + seen + errors());
    }
  }

  /** SIGKILL, for the launcher and all that it started. */
  void kill() throws InterruptedException {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    process.waitFor();
  }

  Outcome finish() throws IOException, InterruptedException {
    Thread watch = new Thread(this::endWhenItTakesTooLong, "launch-watch");
    watch.setDaemon(true);
    watch.start();
    String line = output.readLine();
    while (line != null) {
      seen.append(line).append('\n');
      line = output.readLine();
    }
    int code = process.waitFor();
    watch.interrupt();
    return new Outcome(code, seen.toString(), errors());
  }

  private void endWhenItTakesTooLong() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  private String errors() throws IOException {
    try (InputStream file = Files.newInputStream(errors)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
