package dev.tributary.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real Spark standalone cluster on this machine: a master and workers, each a JVM of its own,
 * started from the jars that Maven resolved.
 *
 * <p>Needs {@code target/spark.classpath}, so it is for integration tests, which run after the
 * package phase. Logs of the daemons and the executors go to {@code target/cluster-logs}.
 */
public final class StandaloneCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern MASTER_URL =
      Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern LOG = Pattern.compile(".*\\.log|stdout|stderr");
  private static final Pattern REGISTERED = Pattern.compile("Registering worker ");

  private final Path project = Path.of("").toAbsolutePath();
  private final Map<String, String> settings;
  private final Path folder;
  private final Path sparkHome;
  private final String sparkClassPath;
  private final List<Process> daemons = new ArrayList<>();
  private final Thread stopAtExit = new Thread(this::stop, "stop-cluster");
  private final String masterUrl;

  private StandaloneCluster(int workers, int coresPerWorker, Map<String, String> settings)
      throws IOException {
    this.settings = settings;
    Path logs = Files.createDirectories(project.resolve("target/cluster-logs"));
    folder = Files.createTempDirectory(logs, "cluster-");
    sparkHome = folder.resolve("spark-home");
    sparkClassPath = Files.readString(project.resolve("target/spark.classpath")).strip();
    linkJars();
    Runtime.getRuntime().addShutdownHook(stopAtExit);
    masterUrl = startMaster();
    startWorkers(workers, coresPerWorker);
  }

  /**
   * Starts a cluster and waits until its workers have registered.
   *
   * @throws IllegalStateException with the end of a log if that fails or takes over a minute
   */
  public static StandaloneCluster start(int workers, int coresPerWorker) throws IOException {
    return start(workers, coresPerWorker, Map.of());
  }

  /** As {@link #start(int, int)}, with settings of Spark for master and workers. */
  public static StandaloneCluster start(
      int workers, int coresPerWorker, Map<String, String> settings) throws IOException {
    return new StandaloneCluster(workers, coresPerWorker, settings);
  }

  /** The URL for {@code --master}: {@code spark://127.0.0.1:PORT}. */
  public String masterUrl() {
    return masterUrl;
  }

  /** The live executors of all applications; kill one to see what its loss does. */
  public List<ProcessHandle> executorProcesses() {
    // Workers start nothing else.
    return daemons.stream().flatMap(Process::descendants).filter(ProcessHandle::isAlive).toList();
  }

  /** Kills the worker that came last, and its executors: the cluster is that much smaller. */
  public void killLastWorker() {
    Process worker = daemons.remove(daemons.size() - 1);
    List<ProcessHandle> executors = worker.descendants().toList();
    worker.destroyForcibly();
    executors.forEach(ProcessHandle::destroyForcibly);
  }

  /** Stops executors, workers and master; of what they wrote, only the logs stay. */
  @Override
  public void close() throws IOException {
    Runtime.getRuntime().removeShutdownHook(stopAtExit);
    stop();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> !Files.isDirectory(path)).toList()) {
        if (!LOG.matcher(file.getFileName().toString()).matches()) {
          Files.delete(file);
        }
      }
    }
  }

  private String startMaster() throws IOException {
    Path log = folder.resolve("master.log");
    startDaemon(
        log,
        "org.apache.spark.deploy.master.Master",
        List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0"));
    return await(log, MASTER_URL, 1).get(0).group(1);
  }

  private void startWorkers(int workers, int cores) throws IOException {
    for (int worker = 0; worker < workers; worker++) {
      // The memory is only what the master may hand out; nothing is reserved.
      List<String> arguments =
          List.of(
              "--host",
              "127.0.0.1",
              "--port",
              "0",
              "--webui-port",
              "0",
              "--cores",
              Integer.toString(cores),
              "--memory",
              "4g",
              "--work-dir",
              folder.resolve("worker-" + worker).toString(),
              masterUrl);
      startDaemon(
          folder.resolve("worker-" + worker + ".log"),
          "org.apache.spark.deploy.worker.Worker",
          arguments);
    }
    await(folder.resolve("master.log"), REGISTERED, workers);
  }

  private void startDaemon(Path log, String mainClass, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + project.resolve("submit/java17.options"));
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
    command.add("-cp");
    command.add(project.resolve("target/test-classes") + File.pathSeparator + sparkClassPath);
    command.add(Lifeline.class.getName());
    command.add(mainClass);
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("SPARK_HOME", sparkHome.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("SPARK_LOCAL_DIRS", folder.resolve("scratch").toString());
    builder.environment().remove("SPARK_CONF_DIR");
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    daemons.add(builder.start());
  }

  /** Lays out what a worker looks for in a Spark installation: the folder {@code jars}. */
  private void linkJars() throws IOException {
    Path jars = Files.createDirectories(sparkHome.resolve("jars"));
    for (String jar : sparkClassPath.split(File.pathSeparator, -1)) {
      Path file = Path.of(jar);
      Files.createSymbolicLink(jars.resolve(file.getFileName()), file);
    }
  }

  private List<MatchResult> await(Path log, Pattern pattern, int times) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      String text = Files.readString(log);
      List<MatchResult> found = pattern.matcher(text).results().toList();
      if (found.size() >= times) {
        return found;
      }
      boolean died = !daemons.stream().allMatch(Process::isAlive);
      if (died || System.nanoTime() > deadline) {
        stop();
        throw new IllegalStateException(
            (died ? "A master or worker ended" : "The cluster took over " + PATIENCE + " to start")
                + "; see "
                + folder
                + ". The end of "
                + log.getFileName()
                + ":\n"
                + text.substring(Math.max(0, text.length() - 2000)));
      }
      pause();
    }
  }

  private void stop() {
    List<ProcessHandle> all = new ArrayList<>();
    for (Process daemon : daemons) {
      try (Stream<ProcessHandle> descendants = daemon.descendants()) {
        descendants.forEach(all::add);
      }
      all.add(daemon.toHandle());
    }
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(process -> process.onExit().join());
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while the cluster started", interrupted);
    }
  }
}
