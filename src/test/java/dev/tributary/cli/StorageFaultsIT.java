package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.cluster.Hdfs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.hdfs.protocol.HdfsConstants;
import org.apache.hadoop.hdfs.protocol.HdfsConstants.SafeModeAction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Storage that fails while a run of its own process goes on, on HDFS with two datanodes: a run that
 * can't go on ends with exit code 5 and names its last good checkpoint, from which the same command
 * ends with the same bits.
 */
class StorageFaultsIT {
  private static final int EPOCHS = 25;
  private static final Pattern LAST_GOOD =
      Pattern.compile(
          "The last good checkpoint is (\\S+/checkpoints/round-[0-9]{12}\\.checkpoint) \\(after"
              + " round [0-9,]+\\); the same command goes on from it\\.");

  private static Hdfs hdfs;

  @TempDir private static Path shared;
  private static byte[] undisturbed;
  private static List<JsonNode> undisturbedLines;

  @TempDir private Path folder;

  @BeforeAll
  static void trainUndisturbed() throws Exception {
    hdfs = Hdfs.start();
    hdfs.put(Path.of("data-samples/digits/train.csv"), "/data/train.csv");
    hdfs.put(Path.of("data-samples/digits/test.csv"), "/data/test.csv");
    Launch.Outcome outcome = Launch.run(shared, arguments("/undisturbed"));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    undisturbed = hdfs.read("/undisturbed/model/weights.safetensors");
    undisturbedLines = lines("/undisturbed");
  }

  @AfterAll
  static void stop() {
    hdfs.close();
  }

  @Test
  void oneLostDatanodeMakesNoDifference() throws Exception {
    Launch training = Launch.start(folder, arguments("/one-lost"));
    training.awaitLine(" 3/" + EPOCHS + " ");
    hdfs.stopDatanode(0);
    Launch.Outcome outcome = training.finish();
    hdfs.startDatanodes();

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertSameAsUndisturbed("/one-lost");
  }

  @Test
  void withoutDatanodesItEndsAndGoesOnOnceTheyAreBack() throws Exception {
    Launch training = Launch.start(folder, arguments("/all-lost"));
    training.awaitLine(" 3/" + EPOCHS + " ");
    hdfs.stopDatanode(0);
    hdfs.stopDatanode(1);
    Launch.Outcome outcome = training.finish();
    hdfs.startDatanodes();

    assertNamesTheLastGoodCheckpoint(outcome, "no datanode of HDFS takes or gives the data");
    assertGoesOn("/all-lost");
  }

  @Test
  void dataThatNoDatanodeHasNowIsWorthAnotherTry() throws Exception {
    String output = folder.resolve("unread").toString();
    hdfs.stopDatanode(0);
    hdfs.stopDatanode(1);
    Launch.Outcome outcome = Launch.run(folder, arguments(output));
    hdfs.startDatanodes();

    assertThat(outcome.code()).as(outcome.err()).isEqualTo(5);
    assertThat(outcome.err())
        .contains("/data/train.csv", "can't be reached now", "start the same command again")
        .doesNotContain("data.format");
    Launch.Outcome second = Launch.run(folder, arguments(output));
    assertThat(second.code()).as(second.err()).isZero();
    assertThat(Files.readAllBytes(folder.resolve("unread/model/weights.safetensors")))
        .isEqualTo(undisturbed);
  }

  @Test
  void aQuotaThatIsReachedIsAFullDisk() throws Exception {
    Launch training = Launch.start(folder, arguments("/quota"));
    training.awaitLine(" 3/" + EPOCHS + " ");
    setSpaceQuota("/quota", 1);
    Launch.Outcome outcome = training.finish();
    setSpaceQuota("/quota", HdfsConstants.QUOTA_RESET);

    assertNamesTheLastGoodCheckpoint(outcome, "the disk is full, or a quota is reached.");
    assertThat(log()).doesNotContain("The storage failed; trying again");
    assertGoesOn("/quota");
  }

  @Test
  void safeModeThatPassesIsWaitedFor() throws Exception {
    Launch training = Launch.start(folder, arguments("/safe-mode"));
    training.awaitLine(" 3/" + EPOCHS + " ");
    hdfs.files().setSafeMode(SafeModeAction.SAFEMODE_ENTER);
    try {
      awaitLog("The storage failed; trying again");
    } finally {
      hdfs.files().setSafeMode(SafeModeAction.SAFEMODE_LEAVE);
    }
    Launch.Outcome outcome = training.finish();

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertSameAsUndisturbed("/safe-mode");
  }

  @Test
  void anOutputThatVanishesIsNotMadeAnew() throws Exception {
    Launch training = Launch.start(folder, arguments("/vanished"));
    training.awaitLine(" 3/" + EPOCHS + " ");
    assertThat(hdfs.files().delete(path("/vanished"), true)).isTrue();
    Launch.Outcome outcome = training.finish();

    assertThat(outcome.code()).as(outcome.err()).isEqualTo(5);
    assertThat(outcome.err())
        .contains("the output directory isn't what it was", "removed, emptied or unmounted")
        .contains("The last good checkpoint was hdfs:", "Put it back");
    assertThat(hdfs.files().exists(path("/vanished"))).isFalse();
  }

  @Test
  void aLimitOnTheSizeOfFilesIsToldAsSuch() throws Exception {
    String output = folder.resolve("limited").toString();
    Launch training = Launch.start(folder, arguments(output));
    training.awaitLine(" 3/" + EPOCHS + " ");
    training.limitFileSize(300_000);
    Launch.Outcome outcome = training.finish();

    assertNamesTheLastGoodCheckpoint(outcome, "files may not become that large here.");
    Launch.Outcome second = Launch.run(folder, arguments(output));
    assertThat(second.code()).as(second.err()).isZero();
    assertThat(Files.readAllBytes(folder.resolve("limited/model/weights.safetensors")))
        .isEqualTo(undisturbed);
  }

  private static String[] arguments(String output) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                // Shorter than by default, so that the test is.
                "--conf", "spark.hadoop.tributary.storage.retry-pauses=500ms,2s",
                "--conf", "spark.hadoop.dfs.replication=2",
                "train", Path.of("conf/digits.conf").toAbsolutePath().toString()));
    for (String override :
        List.of(
            "data.train=\"" + hdfs.url() + "/data/train.csv\"",
            "data.test=\"" + hdfs.url() + "/data/test.csv\"",
            "training.epochs=" + EPOCHS,
            "averaging.workers=2",
            "averaging.every=8",
            "checkpoint={ every-epochs = 1 }",
            "output.dir=\""
                + (Path.of(output).getNameCount() == 1 ? hdfs.url() : "")
                + output
                + "\"")) {
      arguments.add("--set");
      arguments.add(override);
    }
    return arguments.toArray(String[]::new);
  }

  private void assertNamesTheLastGoodCheckpoint(Launch.Outcome outcome, String reason)
      throws IOException {
    assertThat(outcome.code()).as(outcome.out() + outcome.err()).isEqualTo(5);
    assertThat(outcome.err()).contains(reason).doesNotContain("\tat ");
    Matcher named = LAST_GOOD.matcher(outcome.err());
    assertThat(named.find()).as(outcome.err()).isTrue();
    String checkpoint = named.group(1);
    boolean there =
        checkpoint.startsWith("/")
            ? Files.exists(Path.of(checkpoint))
            : hdfs.files().exists(path(checkpoint));
    assertThat(there).as(checkpoint).isTrue();
  }

  private void assertGoesOn(String output) throws Exception {
    Launch.Outcome outcome = Launch.run(folder, arguments(output));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).contains("Going on from the checkpoint after ");
    assertSameAsUndisturbed(output);
  }

  private static void assertSameAsUndisturbed(String output) throws IOException {
    assertThat(hdfs.read(output + "/model/weights.safetensors")).isEqualTo(undisturbed);
    assertThat(lines(output)).isEqualTo(undisturbedLines);
  }

  private static List<JsonNode> lines(String output) throws IOException {
    return UntimedMetrics.of(
        new String(hdfs.read(output + "/metrics.jsonl"), StandardCharsets.UTF_8));
  }

  private static void setSpaceQuota(String directory, long bytes) throws IOException {
    hdfs.files().setQuota(path(directory), HdfsConstants.QUOTA_DONT_SET, bytes);
  }

  private void awaitLog(String text) throws Exception {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!log().contains(text)) {
      assertThat(System.nanoTime()).as("waiting for %s", text).isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("tributary.log"));
  }

  private static org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(name);
  }
}
