package dev.tributary.submit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A project of its own around a copy of the launcher. Its java, spark-submit and mvnw only write
 * down how they were called, unless a test puts the real ones in their place; java also makes the
 * class data that it is asked for.
 */
public final class LauncherProject {
  private static final Path SUBMIT = Path.of("submit").toAbsolutePath();

  private final Path root;
  private final Path javaHome;
  private final Path calls;
  private final Map<String, String> environment = new HashMap<>();

  /** Lays a built project out under {@code folder}, with a blank in its path. */
  public LauncherProject(Path folder) throws IOException {
    root = Files.createDirectories(folder.toRealPath().resolve("the project"));
    javaHome = folder.resolve("jdk");
    calls = Files.createDirectories(folder.resolve("calls"));
    for (String file : List.of("tributary", "java17.options", "log4j2.xml")) {
      Path copy = root.resolve("submit").resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(SUBMIT.resolve(file), copy);
    }
    write("pom.xml", "");
    write("src/main/java/A.java", "");
    write("target/tributary.jar", "");
    write("target/spark.jar", "");
    write("target/spark.classpath", root.resolve("target/spark.jar") + "\n");
    javaVersion("17.0.9");
    recorder(javaHome.resolve("bin/java"), "java");
    recorder(javaHome.resolve("bin/javac"), "javac");
    environment.put("JAVA_HOME", javaHome.toString());
    environment.put("TMPDIR", folder.toString());
  }

  public Path root() {
    return root;
  }

  public Path launcher() {
    return root.resolve("submit/tributary");
  }

  /** Environment variables of the launcher; it inherits none of ours that matter to it. */
  public Map<String, String> environment() {
    return environment;
  }

  /** What the JDK's release file says. */
  public void javaVersion(String version) throws IOException {
    Files.createDirectories(javaHome);
    Files.writeString(javaHome.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
  }

  /** A Spark installation whose spark-submit only writes down how it was called. */
  public Path sparkHome(String core) throws IOException {
    Path sparkHome = root.resolveSibling("spark");
    recorder(sparkHome.resolve("bin/spark-submit"), "spark-submit");
    Files.createDirectories(sparkHome.resolve("jars"));
    Files.writeString(sparkHome.resolve("jars").resolve(core), "");
    environment.put("SPARK_HOME", sparkHome.toString());
    return sparkHome;
  }

  /** Makes {@code mvnw} a shell script with this body. */
  public void mvnw(String body) throws IOException {
    script(root.resolve("mvnw"), body);
  }

  public Path write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  public Outcome run(String... arguments) throws IOException, InterruptedException {
    return runIn(root, launcher(), arguments);
  }

  public Outcome runIn(Path folder, Path launcher, String... arguments)
      throws IOException, InterruptedException {
    return finish(start(folder, launcher, arguments));
  }

  public Process start(Path folder, Path launcher, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().removeIf(LauncherProject::mattersToTheLauncher);
    builder.environment().putAll(environment);
    return builder.start();
  }

  public Outcome finish(Process process) throws IOException, InterruptedException {
    // What the launcher prints fits a pipe's buffer, so one stream after the other is safe.
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(1, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("The launcher takes over a minute: " + output + errors);
    }
    return new Outcome(process.exitValue(), output, errors, process.pid());
  }

  /** Whether a program was called. */
  public boolean called(String program) {
    return Files.exists(calls.resolve(program + ".arguments"));
  }

  /** How often java was asked for class data. */
  public int practices() throws IOException {
    Path file = calls.resolve("practice");
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }

  /** The arguments of a program's last call. */
  public List<String> arguments(String program) throws IOException {
    return Files.readAllLines(calls.resolve(program + ".arguments"));
  }

  /** An environment variable of a program's last call; empty if it had none. */
  public String variable(String program, String name) throws IOException {
    return Files.readAllLines(calls.resolve(program + ".environment")).stream()
        .filter(line -> line.startsWith(name + "="))
        .map(line -> line.substring(name.length() + 1))
        .findFirst()
        .orElse("");
  }

  private static boolean mattersToTheLauncher(String variable) {
    return variable.equals("JAVA_HOME")
        || variable.equals("HADOOP_CONF_DIR")
        || variable.equals("OPENBLAS_NUM_THREADS")
        || variable.startsWith("SPARK_")
        || variable.startsWith("TRIBUTARY_");
  }

  private void recorder(Path program, String name) throws IOException {
    script(
        program,
        """
        for argument in "$@"; do
          case $argument in
            -XX:DumpLoadedClassList=*)
              echo >>'%1$s/practice'
              printf 'A\\n@lambda-form B\\n' >"${argument#*=}" ;;
            -Xshare:dump) dumps=yes ;;
            -XX:SharedClassListFile=*) classes=$(cat "${argument#*=}") ;;
            -XX:SharedArchiveFile=*) [ -z "$dumps" ] || echo "$classes" >"${argument#*=}" ;;
          esac
        done
        printf '%%s\\n' "$@" >'%1$s/%2$s.arguments'
        env >'%1$s/%2$s.environment'
        echo "%2$s ran in $(pwd) as $$"
        exit ${FAKE_STATUS:-0}
        """
            .formatted(calls, name));
  }

  private static void script(Path file, String body) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("Can't make " + file + " executable");
    }
  }

  /**
   * How a launch ended.
   *
   * @param pid the process that was started, which java must have replaced
   */
  public record Outcome(int status, String output, String errors, long pid) {}
}
