package dev.tributary.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.submit.LauncherProject;
import dev.tributary.submit.LauncherProject.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real job through the launcher: in its own JVM, and on a cluster of separate processes. */
class StandaloneClusterIT {
  @TempDir private Path folder;
  private LauncherProject project;

  @BeforeEach
  void putTheJobInTributarysPlace() throws IOException {
    project = new LauncherProject(folder);
    project.environment().put("JAVA_HOME", System.getProperty("java.home"));
    project.write("target/spark.classpath", Files.readString(Path.of("target/spark.classpath")));
    project.write(
        "submit/tributary",
        Files.readString(Path.of("submit/tributary"))
            .replace(
                "main_class=dev.tributary.cli.Main", "main_class=" + CountingJob.class.getName()));
    jarOf(CountingJob.class, project.root().resolve("target/tributary.jar"));
  }

  @Test
  void runsOnEveryWorkerOfACluster() throws Exception {
    try (StandaloneCluster cluster = StandaloneCluster.start(2, 1)) {
      Process job =
          project.start(
              project.root(),
              project.launcher(),
              "--master",
              cluster.masterUrl(),
              "--executor-memory",
              "512m",
              "--total-executor-cores",
              "2",
              "--conf",
              "spark.scheduler.minRegisteredResourcesRatio=1.0",
              "--conf",
              "spark.scheduler.maxRegisteredResourcesWaitingTime=120s",
              "count");
      List<ProcessHandle> executors = awaitExecutors(cluster, job, 2);
      Outcome outcome = project.finish(job);

      assertThat(outcome.status()).as(outcome.errors()).isZero();
      assertThat(outcome.output())
          .isEqualTo("counted 1000\nprocesses 2\ndriver among them false\n");
      assertThat(outcome.errors()).isEmpty();
      assertThat(executors).hasSize(2);
    }
  }

  @Test
  void leavesNoProcessBehind() throws Exception {
    List<ProcessHandle> daemons;
    try (StandaloneCluster cluster = StandaloneCluster.start(1, 1)) {
      assertThat(cluster.masterUrl()).startsWith("spark://127.0.0.1:");
      try (Stream<ProcessHandle> children = ProcessHandle.current().children()) {
        daemons = children.toList();
      }
      assertThat(daemons).hasSizeGreaterThanOrEqualTo(2);
    }
    assertThat(daemons).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void runsHereWithNothingOnTheConsoleButTheOutput() throws Exception {
    Outcome outcome = project.run("--master", "local[2]", "count");

    assertThat(outcome.status()).as(outcome.errors()).isZero();
    assertThat(outcome.output()).isEqualTo("counted 1000\nprocesses 1\ndriver among them true\n");
    assertThat(outcome.errors()).isEmpty();
    assertThat(project.root().resolve("logs/tributary.log"))
        .content()
        .contains("Running Spark version 3.5.5");
  }

  private static List<ProcessHandle> awaitExecutors(
      StandaloneCluster cluster, Process job, int count) throws InterruptedException {
    List<ProcessHandle> executors = cluster.executorProcesses();
    while (executors.size() < count && job.isAlive()) {
      Thread.sleep(50);
      executors = cluster.executorProcesses();
    }
    return executors;
  }

  private static void jarOf(Class<?> type, Path jar) throws IOException {
    String entry = type.getName().replace('.', '/') + ".class";
    try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar))) {
      output.putNextEntry(new JarEntry(entry));
      Files.copy(Path.of("target/test-classes").resolve(entry), output);
      output.closeEntry();
    }
  }
}
