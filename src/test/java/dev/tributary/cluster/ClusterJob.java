package dev.tributary.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program with Spark's driver, in a JVM of its own, on the class path of the tests. */
final class ClusterJob {
  private static final int LONGEST_SECONDS = 120;

  private final Process process;
  private final Path log;

  private ClusterJob(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts a program.
   *
   * @param log where its output goes
   * @param settings of Spark, besides those that any of these have
   */
  static ClusterJob start(
      Class<?> program, StandaloneCluster cluster, Path log, Map<String, String> settings)
      throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Map<String, String> all = new LinkedHashMap<>();
    all.put("spark.master", cluster.masterUrl());
    all.put("spark.app.name", program.getSimpleName());
    all.put("spark.executor.memory", "512m");
    all.put("spark.executor.extraClassPath", classPath);
    all.put("spark.ui.enabled", "false");
    all.putAll(settings);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + Path.of("submit/java17.options").toAbsolutePath());
    all.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.addAll(List.of("-cp", classPath, Lifeline.class.getName(), program.getName()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    return new ClusterJob(builder.redirectOutput(log.toFile()).start(), log);
  }

  /** Waits until its output has a text. */
  void await(String text) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
    while (!output().contains(text)) {
      assertThat(process.isAlive() && System.nanoTime() < until).as(output()).isTrue();
      Thread.sleep(20);
    }
  }

  /** Waits until it has ended well; gives its output. */
  String finish() throws Exception {
    boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended && process.exitValue() == 0).as(output()).isTrue();
    return output();
  }

  private String output() throws IOException {
    return Files.readString(log, StandardCharsets.UTF_8);
  }
}
