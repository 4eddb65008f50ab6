package dev.tributary.guides;

import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder that looks like the project to whoever follows the guides: jobs, sample data and the
 * scripts for clusters are there, and bash runs what is asked of it. {@code submit/tributary},
 * {@code spark-submit} and {@code mvnw} are stand-ins, behind which one process does all the work.
 */
final class Workshop implements AutoCloseable {
  /** What stands for the reader's own job. */
  static final String JOB =
      "include \"conf/digits.conf\"\ntraining.epochs = 2\noutput.dir = \"out/job\"\n";

  private static final int IMAGE = 28 * 28;

  private final Path folder;
  private final Path desk;
  private final Process resident;
  private final String port;

  private Workshop(Path folder, Path desk, Process resident, String port) {
    this.folder = folder;
    this.desk = desk;
    this.resident = resident;
    this.port = port;
  }

  /**
   * How a script ended.
   *
   * @param output what it printed
   * @param all that and what it complained about, in which order is left open
   */
  record Outcome(int code, String output, String all) {}

  static Workshop open(Path folder) throws IOException, InterruptedException {
    for (String part : List.of("conf", "data-samples", "submit")) {
      copy(Path.of(part), folder.resolve(part));
    }
    standIn(folder.resolve("submit/tributary"));
    for (String program : List.of("spark-submit", "run-java", "run-scala")) {
      standIn(folder.resolve("bin").resolve(program));
    }
    standIn(folder.resolve("mvnw"));
    Files.writeString(folder.resolve("JOB.conf"), JOB);
    jar(Files.createDirectories(folder.resolve("target")).resolve("tributary.jar"));
    Files.writeString(folder.resolve("target/spark.classpath"), ""); // the jar leads to it
    images(Files.createDirectories(folder.resolve("mnist")));
    Path desk = Files.createDirectories(folder.resolve(".desk"));
    Process resident = start(folder, desk);
    Path port = desk.resolve("port");
    while (!Files.exists(port)) {
      if (resident.waitFor(50, TimeUnit.MILLISECONDS)) {
        throw new AssertionError(Files.readString(desk.resolve("log")));
      }
    }
    return new Workshop(folder, desk, resident, Files.readString(port).strip());
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  Path write(String name, String text) throws IOException {
    Path file = path(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** Runs lines of bash, which end with the first that fails. */
  Outcome bash(String lines, Map<String, String> variables)
      throws IOException, InterruptedException {
    Path script = Files.writeString(desk.resolve("script"), lines);
    Path out = desk.resolve("script.out");
    Path err = desk.resolve("script.err");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-euo", "pipefail", script.toString())
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("SPARK_"));
    builder
        .environment()
        .put(
            "PATH",
            path("bin") + ":" + System.getProperty("java.home") + "/bin:" + System.getenv("PATH"));
    builder.environment().put("GUIDE_DESK", desk.toString());
    builder.environment().put("GUIDE_PORT", port);
    builder.environment().put("PAUSE", "0"); // of submit/examples/cron.sh
    builder.environment().putAll(variables);
    Process process = builder.start();
    process.getOutputStream().close();
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("Still running after three minutes:\n" + lines);
    }
    if (!resident.isAlive()) {
      throw new AssertionError("The resident is gone:\n" + Files.readString(desk.resolve("log")));
    }
    String output = Files.readString(out);
    return new Outcome(process.exitValue(), output, output + Files.readString(err));
  }

  @Override
  public void close() {
    resident.destroyForcibly().onExit().join();
  }

  private static Process start(Path folder, Path desk) throws IOException {
    Path project = Path.of("").toAbsolutePath();
    Path options =
        Files.writeString(
            desk.resolve("options"), "-cp \"" + System.getProperty("java.class.path") + "\"\n");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + project.resolve("submit/java17.options"),
                "@" + options,
                "-Xmx2g",
                "-XX:+UseParallelGC",
                "-Dlog4j2.configurationFile=" + project.resolve("submit/log4j2.xml"),
                "-Dtributary.log=" + folder.resolve("logs/tributary.log"),
                "-Dguides.project=" + project,
                "dev.tributary.cluster.Lifeline",
                "dev.tributary.cli.ResidentCommands",
                desk.resolve("port").toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(desk.resolve("log").toFile());
    builder.environment().put("MNIST_DIR", folder.resolve("mnist").toString());
    return builder.start();
  }

  private static void standIn(Path place) throws IOException {
    Files.createDirectories(place.getParent());
    try (var script = Workshop.class.getResourceAsStream("/guides/stand-in")) {
      Files.deleteIfExists(place);
      Files.copy(script, place);
    }
    if (!place.toFile().setExecutable(true)) {
      throw new IOException(place + " can't be made executable");
    }
  }

  /** A jar that has no class itself and leads to all that tests see. */
  private static void jar(Path file) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(part -> Path.of(part).toUri().toString())
                .collect(Collectors.joining(" ")));
    new JarOutputStream(Files.newOutputStream(file), manifest).close();
  }

  /** Images in MNIST's format, of noise around a few shapes, where the guides expect MNIST. */
  private static void images(Path folder) throws IOException {
    Random random = new Random(1);
    byte[][] shapes = new byte[10][IMAGE];
    for (byte[] shape : shapes) {
      random.nextBytes(shape);
    }
    for (String name : List.of("train", "t10k")) {
      int count = name.equals("train") ? 2000 : 200;
      try (var images = output(folder.resolve(name + "-images-idx3-ubyte"), 0x803, count, 28, 28);
          var labels = output(folder.resolve(name + "-labels-idx1-ubyte"), 0x801, count)) {
        for (int i = 0; i < count; i++) {
          labels.write(i % 10);
          byte[] image = shapes[i % 10].clone();
          for (int pixel = 0; pixel < IMAGE; pixel += 2) {
            image[pixel] = (byte) random.nextInt();
          }
          images.write(image);
        }
      }
    }
  }

  private static DataOutputStream output(Path file, int... header) throws IOException {
    DataOutputStream output = new DataOutputStream(Files.newOutputStream(file));
    for (int number : header) {
      output.writeInt(number);
    }
    return output;
  }

  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
  }
}
