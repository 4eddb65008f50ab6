package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.cluster.StandaloneCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a cluster may do to a run without changing its result by a bit. */
class LostExecutorIT {
  private static final int EPOCHS = 3;
  private static final int TRAINING_ROWS = 1438;

  private static StandaloneCluster cluster;

  @TempDir private Path folder;

  @BeforeAll
  static void startCluster() throws Exception {
    cluster = StandaloneCluster.start(2, 2);
  }

  @AfterAll
  static void stopCluster() throws Exception {
    cluster.close();
  }

  @ParameterizedTest
  @CsvSource({"1, float32", "2, bfloat16", "3, int8"})
  void anExecutorKilledInARoundMakesNoDifference(int seed, String wire) throws Exception {
    Path job = job(2, seed, wire);
    trainUndisturbed(job);
    Launch training = Launch.start(folder, arguments(job, "2", "1"));
    training.awaitLine(" " + (1 + seed % 2) + "/" + EPOCHS + " ");
    List<ProcessHandle> executors = cluster.executorProcesses();
    assertThat(executors).hasSize(2);
    awaitNextTask();
    Thread.sleep(60L * seed);
    executors.get(seed % 2).destroyForcibly();
    Launch.Outcome outcome = training.finish();

    assertThat(outcome.code()).as(outcome.err()).isZero();
    // A task is lost with its executor only if it was running.
    assertThat(log()).containsPattern("Lost task \\S+ in stage \\S+ .*ExecutorLostFailure");
    assertSameRun();
  }

  @Test
  void aTaskRunTwiceCountsOnce() throws Exception {
    Path job = job(3, 1, "int8");
    trainUndisturbed(job);
    List<String> options =
        List.of(
            "--conf", "spark.speculation=true",
            "--conf", "spark.speculation.interval=10ms",
            "--conf", "spark.speculation.quantile=0.3",
            "--conf", "spark.speculation.multiplier=0",
            "--conf", "spark.speculation.minTaskRuntime=0ms",
            "--conf", "spark.speculation.efficiency.enabled=false");
    Launch.Outcome outcome =
        Launch.run(folder, arguments(job, "4", "2", options.toArray(String[]::new)));

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(log()).contains("as speculatable because it ran more than");
    assertSameRun();
  }

  @Test
  void anElasticRunGoesOnWithTheSlotsThatAreLeft() throws Exception {
    String text =
        Files.readString(job(2, 1, "float32")).replace("workers = 2", "workers = elastic");
    Path job = Files.writeString(folder.resolve("job.conf"), text);
    try (StandaloneCluster shrinking = StandaloneCluster.start(2, 1)) {
      Launch training =
          Launch.start(
              folder,
              "--master",
              shrinking.masterUrl(),
              "--executor-memory",
              "600m",
              "train",
              job.toString(),
              "--set",
              "output.dir=" + output("elastic"));
      training.awaitLine(" 1/" + EPOCHS + " ");
      shrinking.killLastWorker();
      Launch.Outcome outcome = training.finish();
      assertThat(outcome.code()).as(outcome.err()).isZero();
    }
    List<JsonNode> epochs = epochs("elastic");
    assertThat(epochs.stream().map(epoch -> epoch.get("workers").intValue()).toList())
        .startsWith(2)
        .endsWith(1);
    assertThat(epochs.stream().map(epoch -> epoch.get("examples").longValue()))
        .containsOnly((long) TRAINING_ROWS)
        .hasSize(EPOCHS);
  }

  /** A round takes several tenths of a second from here. */
  private void awaitNextTask() throws Exception {
    int seen = log().length();
    while (!log().substring(seen).contains("Starting task")) {
      Thread.sleep(10);
    }
  }

  private void trainUndisturbed(Path job) {
    Workplace.Outcome outcome =
        Workplace.run("train", job.toString(), "--set", "output.dir=" + output("undisturbed"));
    assertThat(outcome.code()).as(outcome.err()).isZero();
  }

  private void assertSameRun() throws Exception {
    assertThat(weights("disturbed")).isEqualTo(weights("undisturbed"));
    assertThat(epochs("disturbed")).isEqualTo(epochs("undisturbed"));
    assertThat(epochs("disturbed").stream().map(epoch -> epoch.get("examples").longValue()))
        .containsOnly((long) TRAINING_ROWS)
        .hasSize(EPOCHS);
  }

  private Path job(int workers, int seed, String wire) throws Exception {
    return Files.writeString(
        folder.resolve("job.conf"),
        """
        data {
          format = csv
          options { header = true }
          train = "%s"
        }
        model.layers = [
          { type = dense, units = 600, activation = elu }
          { type = dropout, rate = 0.2 }
          { type = dense, units = 500, activation = elu }
          { type = batch_normalization }
          { type = dense, units = 10, activation = softmax }
        ]
        training {
          loss = sparse_categorical_crossentropy
          optimizer = adam
          learning-rate { schedule = constant, value = 0.001 }
          batch-size = 2
          epochs = %d
          seed = %d
        }
        averaging { workers = %d, every = 240, wire = %s }
        """
            .formatted(
                Path.of("data-samples/digits/train.csv").toAbsolutePath(),
                EPOCHS,
                seed,
                workers,
                wire));
  }

  /** Of {@code train} on the cluster. */
  private String[] arguments(Path job, String cores, String coresOfEach, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--master",
                cluster.masterUrl(),
                "--executor-memory",
                "600m",
                "--total-executor-cores",
                cores,
                "--executor-cores",
                coresOfEach));
    arguments.addAll(List.of(options));
    arguments.addAll(
        List.of("train", job.toString(), "--set", "output.dir=" + output("disturbed")));
    return arguments.toArray(String[]::new);
  }

  private Path output(String name) {
    return folder.resolve(name);
  }

  private String log() throws Exception {
    return Files.readString(folder.resolve("tributary.log"));
  }

  private byte[] weights(String output) throws Exception {
    return Files.readAllBytes(output(output).resolve("model/weights.safetensors"));
  }

  private List<JsonNode> epochs(String output) throws Exception {
    return UntimedMetrics.in(output(output));
  }
}
