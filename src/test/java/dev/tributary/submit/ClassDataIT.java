package dev.tributary.submit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.submit.LauncherProject.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Class data that are damaged or don't fit change nothing but the time. */
class ClassDataIT {
  @TempDir private Path folder;
  private LauncherProject project;
  private Path data;

  @Test
  void isHarmlessWhateverBecomesOfIt() throws Exception {
    layOut();
    assertThat(sharesClasses()).isTrue();
    // Looks into the files of all classes.
    Outcome watched =
        project.run(
            "--driver-java-options",
            "-XX:StartFlightRecording=filename=" + folder.resolve("flight.jfr"),
            "train",
            "conf/digits.conf",
            "--set",
            "training.epochs=1");
    assertThat(watched.status()).as(watched.output() + watched.errors()).isZero();

    assertThat(data.toFile().setWritable(true)).isTrue();
    byte[] whole = Files.readAllBytes(data);
    byte[] noise = new byte[whole.length];
    new Random(1).nextBytes(noise);
    for (byte[] damaged : List.of(Arrays.copyOf(whole, whole.length / 2), new byte[0], noise)) {
      Files.write(data, damaged);
      assertThat(sharesClasses()).isFalse();
    }
    // Sound at its beginning, and of the right length.
    Files.write(data, whole);
    try (FileChannel channel = FileChannel.open(data, StandardOpenOption.WRITE)) {
      for (long at = 1 << 20; at + 4096 < whole.length; at += 1 << 20) {
        channel.write(ByteBuffer.wrap(noise, (int) at, 4096), at);
      }
    }
    assertThat(sharesClasses()).isFalse();

    Files.write(data, whole);
    // Another jar than the one that it was made of, which the launcher doesn't see.
    FileTime made = Files.getLastModifiedTime(jar());
    Files.setLastModifiedTime(jar(), FileTime.fromMillis(made.toMillis() - 10_000));
    assertThat(sharesClasses()).isFalse();
    Files.setLastModifiedTime(jar(), made);
    // A longer class path, and another one.
    project.environment().put("HADOOP_CONF_DIR", folder.toString());
    assertThat(sharesClasses()).isTrue();
    assertThat(sharesClasses("--driver-class-path", folder.toString())).isFalse();
  }

  /** The launcher in a project of its own, with the real jar and the real Java. */
  private void layOut() throws IOException {
    project = new LauncherProject(folder);
    project.environment().put("JAVA_HOME", System.getProperty("java.home"));
    copy("target/tributary.jar");
    copy("target/spark.classpath");
    copy("conf/digits.conf");
    copy("data-samples/digits/train.csv");
    copy("data-samples/digits/test.csv");
    data =
        project.root().resolve("target/class-data-" + System.getProperty("java.version") + ".jsa");
  }

  private void copy(String file) throws IOException {
    Path copy = project.root().resolve(file);
    Files.createDirectories(copy.getParent());
    Files.copy(Path.of(file), copy, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path jar() {
    return project.root().resolve("target/tributary.jar");
  }

  /** Whether Spark's classes come from the class data; in any case, the command must work. */
  private boolean sharesClasses(String... options) throws Exception {
    Path log = folder.resolve("classes.txt");
    Files.deleteIfExists(log);
    List<String> command = new ArrayList<>(List.of(options));
    command.addAll(
        List.of(
            "--driver-java-options",
            "-Xlog:class+load:file=" + log + "::filecount=0",
            "describe",
            "conf/digits.conf"));
    Outcome outcome = project.run(command.toArray(String[]::new));
    assertThat(outcome.status()).as(outcome.errors()).isZero();
    assertThat(outcome.errors()).isEmpty();
    assertThat(outcome.output()).startsWith("\nNetwork\n").contains("64 numbers a row");
    return Files.readAllLines(log).stream()
        .anyMatch(line -> line.contains(" org.apache.spark.SparkConf source: shared objects file"));
  }
}
