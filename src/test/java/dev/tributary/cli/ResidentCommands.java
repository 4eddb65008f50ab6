package dev.tributary.cli;

import dev.tributary.TestSpark;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.deploy.SparkSubmitArguments;
import scala.collection.JavaConverters;

/**
 * A process that runs command lines one after the other with one Spark session, so that a guide's
 * commands need not start a JVM each. It waits at a loopback port for the names of folders, runs
 * what the file {@code arguments} in them says, leaves {@code out} and {@code err} there, and
 * answers with the exit code.
 */
public final class ResidentCommands {
  private static final List<String> COMMANDS =
      List.of(
          "train",
          "evaluate",
          "predict",
          "describe",
          "diagnose",
          "find-rate",
          "compare",
          "generate",
          "import",
          "export",
          "--help",
          "--version");
  private static final List<String> WITH_A_JOB =
      List.of("train", "describe", "diagnose", "find-rate", "compare");

  private static final Path PROJECT = Path.of(System.getProperty("guides.project", "."));

  private static OutputStream out = System.out;
  private static OutputStream err = System.err;

  private ResidentCommands() {}

  /** Something to run. */
  private interface Action {
    int run() throws Exception;
  }

  /**
   * Serves until its parent ends.
   *
   * @param arguments the file to which the port is written
   */
  public static void main(String[] arguments) throws IOException {
    System.setOut(new PrintStream(new Switch(false), true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(new Switch(true), true, StandardCharsets.UTF_8));
    try (ServerSocket server = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
      Path port = Path.of(arguments[0]);
      Path hidden = Files.writeString(Path.of(port + ".new"), server.getLocalPort() + "\n");
      Files.move(hidden, port);
      while (true) {
        try (Socket socket = server.accept();
            BufferedReader reader =
                new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
          int code = serve(Path.of(reader.readLine()));
          socket.getOutputStream().write((code + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
    }
  }

  private static int serve(Path request) throws IOException {
    List<String> arguments = zeroSeparated(request.resolve("arguments"));
    Map<String, String> environment = new TreeMap<>();
    for (String variable : zeroSeparated(request.resolve("environment"))) {
      int equals = variable.indexOf('=');
      environment.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    out = printed;
    err = complained;
    int code;
    try {
      code = action(arguments, environment).run();
    } catch (Exception | LinkageError | AssertionError failure) {
      failure.printStackTrace();
      code = 99;
    }
    Files.write(request.resolve("out"), printed.toByteArray());
    Files.write(request.resolve("err"), complained.toByteArray());
    return code;
  }

  private static Action action(List<String> arguments, Map<String, String> environment) {
    List<String> rest = arguments.subList(1, arguments.size());
    return switch (arguments.get(0)) {
      case "tributary" -> () -> tributary(rest, environment);
      case "spark-submit" -> () -> submitted(rest, environment);
      case "run-java" -> () -> Programs.java(Path.of(rest.get(0)), rest.get(1));
      case "run-scala" -> () -> Programs.scala(Path.of(rest.get(0)));
      case "mvnw" -> () -> MavenCommandLine.check(rest);
      default -> throw new AssertionError(arguments.get(0));
    };
  }

  /** Options of spark-submit, then a command, as the launcher takes them. */
  private static int tributary(List<String> arguments, Map<String, String> environment) {
    if (!arguments.get(0).startsWith("-") || COMMANDS.contains(arguments.get(0))) {
      return run(smaller(arguments, environment));
    }
    int command = 0;
    while (command < arguments.size() && !COMMANDS.contains(arguments.get(command))) {
      command++;
    }
    List<String> submitted = new ArrayList<>(List.of("--class", Main.class.getName()));
    submitted.addAll(arguments.subList(0, command));
    submitted.add("target/tributary.jar");
    submitted.addAll(arguments.subList(command, arguments.size()));
    return submitted(submitted, environment);
  }

  /**
   * What spark-submit is given, read by Spark itself. On this machine it then runs; for a cluster,
   * the command and its job file are checked.
   */
  private static int submitted(List<String> arguments, Map<String, String> environment) {
    SparkSubmitArguments parsed =
        new SparkSubmitArguments(
            JavaConverters.asScalaBuffer(arguments).toSeq(),
            scala.collection.immutable.Map$.MODULE$
                .<String, String>empty()
                .$plus$plus(JavaConverters.mapAsScalaMap(environment)));
    if (!Main.class.getName().equals(parsed.mainClass())) {
      throw new AssertionError("--class is " + parsed.mainClass());
    }
    List<String> command = JavaConverters.seqAsJavaList(parsed.childArgs());
    if (parsed.files() != null) {
      for (String file : parsed.files().split(",", -1)) {
        if (!Files.exists(Path.of(file.replaceFirst("^file:", "")))) {
          throw new AssertionError("--files names " + file + ", which isn't there");
        }
      }
    }
    command = smaller(command, environment);
    if (parsed.master().startsWith("local")) {
      return parsed.jars() == null ? run(command) : newProcess(parsed.jars(), command);
    }
    if (command.contains("--help") || !WITH_A_JOB.contains(command.get(0))) {
      throw new AssertionError(
          command.get(0) + " on a cluster can't be checked without running it");
    }
    List<String> check = new ArrayList<>(command);
    check.set(0, "describe");
    check.remove("--fresh");
    return run(check);
  }

  private static int run(List<String> command) {
    TestSpark.session();
    return Main.run(command.toArray(String[]::new));
  }

  /** A process of its own, which starts with jars of the user beside ours. */
  private static int newProcess(String jars, List<String> command) {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + PROJECT.resolve("submit/java17.options"),
                "-Dlog4j2.configurationFile=" + PROJECT.resolve("submit/log4j2.xml"),
                "-cp",
                System.getProperty("java.class.path") + ":" + jars.replace(',', ':'),
                Main.class.getName()));
    line.addAll(command);
    try {
      Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
      process.getInputStream().transferTo(System.out);
      return process.waitFor();
    } catch (IOException | InterruptedException failed) {
      throw new IllegalStateException(failed);
    }
  }

  /** With the values that the guide names for a test, if it does. */
  private static List<String> smaller(List<String> command, Map<String, String> environment) {
    List<String> changed = new ArrayList<>(command);
    for (String change : environment.getOrDefault("GUIDE_SMALLER", "").strip().split(" ", -1)) {
      String key = change.replaceFirst("=.*", "");
      if (key.contains(".") && WITH_A_JOB.contains(command.get(0))) {
        changed.addAll(List.of("--set", change));
      } else if (changed.contains("--" + key)) {
        changed.set(changed.indexOf("--" + key) + 1, change.substring(key.length() + 1));
      }
    }
    return changed;
  }

  private static List<String> zeroSeparated(Path file) throws IOException {
    return Arrays.stream(Files.readString(file).split("\0", -1))
        .filter(part -> !part.isEmpty())
        .toList();
  }

  /** Writes to where the running request collects it; Scala's console keeps the first stream. */
  private static final class Switch extends OutputStream {
    private final boolean errors;

    Switch(boolean errors) {
      this.errors = errors;
    }

    private OutputStream target() {
      return errors ? err : out;
    }

    @Override
    public void write(int value) throws IOException {
      target().write(value);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      target().write(bytes, from, length);
    }

    @Override
    public void flush() throws IOException {
      target().flush();
    }
  }
}
