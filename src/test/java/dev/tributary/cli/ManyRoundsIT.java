package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two thousand rounds leave behind in the driver, in memory and on disk. */
class ManyRoundsIT {
  private static final Path DATA = Path.of("data-samples/digits").toAbsolutePath();

  /** 1,438 rows, two workers, one step of 16 rows a round. */
  private static final int ROUNDS_OF_EPOCH = 45;

  /** Of live heap, for what comes and goes; a leak of 3 KB a round would exceed it. */
  private static final long MORE_BYTES = 4 << 20;

  @TempDir private Path folder;

  @Test
  void theDriversMemoryDoesNotGrow() throws Exception {
    Launch training = start("--driver-memory", "512m");
    try {
      awaitRound(training, 500);
      long early = liveBytes(training);
      awaitRound(training, 2000);
      assertThat(liveBytes(training)).isLessThan(early + MORE_BYTES);
    } finally {
      training.kill();
    }
  }

  @Test
  void nothingStaysOnDisk() throws Exception {
    Path scratch = Files.createDirectory(folder.resolve("scratch"));
    // So little memory for blocks that all of them go to disk.
    Launch training =
        start(
            "--driver-memory",
            "512m",
            "--conf",
            "spark.memory.fraction=0.0001",
            "--conf",
            "spark.local.dir=" + scratch);
    try {
      awaitRound(training, 100);
      List<String> early = lastingBlocks(training, scratch);
      assertThat(early).anyMatch(name -> name.startsWith("rdd_"));
      assertThat(early).anyMatch(name -> name.startsWith("shuffle_"));
      awaitRound(training, 600);
      assertThat(lastingBlocks(training, scratch)).isEqualTo(early);
    } finally {
      training.kill();
    }
  }

  private Launch start(String... options) throws IOException {
    String[] job = {
      "train",
      Path.of("conf/digits.conf").toAbsolutePath().toString(),
      "--set",
      "data.train=" + DATA.resolve("train.csv"),
      "--set",
      "data.test=null",
      "--set",
      "data.validation=0",
      "--set",
      "training.early-stopping=null",
      "--set",
      "training.batch-size=16",
      "--set",
      "training.epochs=1000",
      "--set",
      "averaging={ workers = 2, every = 1 }",
      "--set",
      "output.dir=out"
    };
    return Launch.start(
        folder, Stream.concat(Stream.of(options), Stream.of(job)).toArray(String[]::new));
  }

  private static void awaitRound(Launch training, int round) throws IOException {
    training.awaitLine(" " + (round + ROUNDS_OF_EPOCH - 1) / ROUNDS_OF_EPOCH + "/1000 ");
  }

  /** After a collection, and what Spark removes as it learns of it. */
  private static long liveBytes(Launch training) throws Exception {
    diagnose(training, "GC.run");
    Thread.sleep(1000);
    List<String> lines = diagnose(training, "GC.class_histogram").lines().toList();
    String total = lines.get(lines.size() - 1);
    return Long.parseLong(total.strip().split("\\s+", -1)[2]);
  }

  private static String diagnose(Launch training, String command) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(training.pid()),
                command)
            .redirectErrorStream(true)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).stripTrailing();
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  /**
   * What is on disk of Spark's, and was a while ago. Pieces of a broadcast count as the broadcast:
   * those of one that stays leave memory when they must.
   */
  private static List<String> lastingBlocks(Launch training, Path scratch) throws Exception {
    List<String> before = blocks(scratch);
    liveBytes(training);
    List<String> after = blocks(scratch);
    return before.stream().filter(after::contains).toList();
  }

  private static List<String> blocks(Path scratch) {
    return files(scratch.toFile())
        .map(name -> name.replaceFirst("_piece[0-9]+$", ""))
        .distinct()
        .sorted()
        .toList();
  }

  /** Unlike Files.walk, takes it that files come and go. */
  private static Stream<String> files(File folder) {
    File[] within = folder.listFiles();
    return within == null
        ? Stream.of(folder.getName())
        : Arrays.stream(within).flatMap(ManyRoundsIT::files);
  }
}
