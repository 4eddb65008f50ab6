package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.cli.Workplace.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train} where an output holds checkpoints. */
class ResumedTrainTest {
  private static final String EACH_EPOCH = "checkpoint.every-epochs=1";

  @TempDir private Path folder;
  private Workplace place;

  @BeforeEach
  void layOut() throws Exception {
    place = new Workplace(folder);
    place.classesJob();
  }

  @Test
  void keepsNoneUnlessAsked() throws Exception {
    place.train();
    assertThat(place.output().resolve("checkpoints")).doesNotExist();
  }

  @Test
  void goesOnToMoreEpochsAsIfItHadNeverStopped() throws Exception {
    place.train("training.epochs=5");
    byte[] whole = weights();
    List<JsonNode> lines = untimed();
    JsonNode summary = place.summary();
    assertThat(place.train("--fresh", EACH_EPOCH, "training.epochs=2").code()).isZero();
    assertThat(weights()).isNotEqualTo(whole);

    Outcome outcome = place.train(EACH_EPOCH, "training.epochs=5");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out().replaceAll("\\s+", " "))
        .contains("Going on from the checkpoint after 2 epochs and ", "3/5", "5/5")
        .doesNotContain("1/5", "2/5", "Warning");
    assertThat(weights()).isEqualTo(whole);
    assertThat(untimed()).isEqualTo(lines);
    for (String figure : List.of("epochs", "rounds", "examples", "train", "validation", "test")) {
      assertThat(place.summary().path(figure)).as(figure).isEqualTo(summary.path(figure));
    }
    JsonNode seconds = place.summary().path("seconds");
    assertThat(seconds.path("checkpoint").doubleValue()).isPositive();
    assertThat(seconds.path("total").doubleValue())
        .isGreaterThanOrEqualTo(seconds.path("rounds").doubleValue());
  }

  @Test
  void goesOnFromTheOneBeforeWhereTheLastIsDamaged() throws Exception {
    place.train("training.epochs=4");
    byte[] whole = weights();
    List<JsonNode> lines = untimed();
    place.train(EACH_EPOCH, "training.epochs=3");
    List<Path> kept = checkpoints();
    assertThat(kept).hasSize(3);
    Files.write(kept.get(2), new byte[10]);

    Outcome outcome = place.train(EACH_EPOCH, "training.epochs=4");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out().replaceAll("\\s+", " "))
        .contains(
            "Warning: The checkpoint " + kept.get(2) + " can't be used: ",
            "Going on from the checkpoint after 2 epochs");
    assertThat(weights()).isEqualTo(whole);
    assertThat(untimed()).isEqualTo(lines);
  }

  @Test
  void keepsTheLastDiagnosisAndItsFindings() throws Exception {
    String diagnosed = "report.diagnose-every=2";
    // A network that can't learn, so that there is something to find.
    String flat =
        "model.layers=[{ type = dense, units = 4, activation = relu, initializer = zeros },"
            + " { type = dense, units = 3, activation = softmax }]";
    place.train(diagnosed, flat, "training.epochs=3");
    JsonNode findings = place.summary().path("findings");
    assertThat(findings).isNotEmpty();
    place.train("--fresh", diagnosed, flat, EACH_EPOCH, "training.epochs=2");
    place.train(diagnosed, flat, EACH_EPOCH, "training.epochs=3");
    assertThat(place.metrics()).hasSize(3);
    assertThat(place.metrics().get(2).has("diagnosis")).isFalse();
    assertThat(place.summary().path("findings")).isEqualTo(findings);
  }

  @Test
  void theReportHasAllEpochsAndTheRoundsSinceItWentOn() throws Exception {
    place.train(EACH_EPOCH, "training.epochs=2");
    int before = place.summary().path("rounds").intValue();
    // How a run is told of makes it no other job.
    Outcome outcome = place.train(EACH_EPOCH, "training.epochs=3", "report.live=false");
    assertThat(outcome.code()).as(outcome.err()).isZero();

    String html = Files.readString(place.output().resolve("report.html"));
    String start = "id=\"figures\">";
    int from = html.indexOf(start) + start.length();
    JsonNode run =
        new ObjectMapper()
            .readTree(html.substring(from, html.indexOf("</script>", from)))
            .path("runs")
            .path(0);
    assertThat(run.path("epochs"))
        .extracting(line -> line.path("epoch").intValue())
        .containsExactly(1, 2, 3);
    assertThat(run.path("rounds").path("first").intValue()).isEqualTo(before + 1);
    JsonNode rounds = run.path("rounds").path("round");
    assertThat(rounds.path(rounds.size() - 1).intValue())
        .isEqualTo(place.summary().path("rounds").intValue());
    assertThat(run.path("summary")).isEqualTo(place.summary());
  }

  @Test
  void saysThatAFinishedJobIsTrained() throws Exception {
    place.train(EACH_EPOCH);
    byte[] summary = Files.readAllBytes(place.output().resolve("summary.json"));
    Outcome again = place.train(EACH_EPOCH);
    assertThat(again.code()).isZero();
    assertThat(again.err()).isEmpty();
    assertThat(again.out())
        .contains("This job is trained already: " + place.output() + "/model.")
        .doesNotContain("Reading");
    assertThat(Files.readAllBytes(place.output().resolve("summary.json"))).isEqualTo(summary);

    // What is missing is made again, without training.
    byte[] weights = weights();
    Files.delete(place.output().resolve("model/weights.safetensors"));
    Files.delete(place.output().resolve("model/model.json"));
    Files.delete(place.output().resolve("model"));
    Outcome completed = place.train(EACH_EPOCH);
    assertThat(completed.code()).as(completed.err()).isZero();
    assertThat(completed.out()).doesNotContain("3/3");
    assertThat(weights()).isEqualTo(weights);
    assertThat(place.metrics()).hasSize(3);
  }

  @Test
  void trainsAnewWhenTold() throws Exception {
    place.train(EACH_EPOCH);
    Outcome fresh = place.train("--fresh", EACH_EPOCH, "training.seed=2", "training.epochs=2");
    assertThat(fresh.code()).as(fresh.err()).isZero();
    assertThat(fresh.out()).contains("1/2", "2/2");
    assertThat(checkpoints()).hasSize(2);
    assertThat(place.metrics()).hasSize(2);
  }

  @Test
  void refusesAnotherJobsCheckpoint() throws Exception {
    place.train(EACH_EPOCH);
    place.refuses(
        2,
        () -> place.train("training.seed=2", "training.optimizer=adam", "data.scaling=none"),
        place.output() + "/checkpoints holds the checkpoint of another job, which differs in ",
        "data.scaling (\"standard\" there, \"none\" here)",
        "training.optimizer",
        "training.seed (1 there, 2 here)",
        "or train anew with --fresh");
    place.refuses(
        2, () -> place.train("averaging.workers=1"), "averaging.workers (2 there, 1 here)");
    place.refuses(
        2,
        () -> place.train("averaging.wire=int8"),
        "averaging.wire (\"float32\" there, \"int8\" here)");
    place.refuses(2, () -> place.train("training.epochs=2"), "in epoch 3; training.epochs is 2");
  }

  @Test
  void takesNoOffenseAtWhatDoesNotMatter() throws Exception {
    place.train(EACH_EPOCH);
    Outcome moved =
        place.train("checkpoint.every-rounds=2", "averaging.workers=auto", "training.epochs=4");
    assertThat(moved.code()).as(moved.err()).isZero();
    assertThat(moved.out()).contains("4/4").doesNotContain("3/4");
  }

  @Test
  void goesOnWithAsManyWorkersAsBefore() throws Exception {
    place.train("averaging.workers=3", "training.epochs=3");
    byte[] whole = weights();
    place.train("averaging.workers=3", EACH_EPOCH, "training.epochs=2");
    Outcome outcome = place.train("averaging.workers=auto", EACH_EPOCH, "training.epochs=3");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(weights()).isEqualTo(whole);
  }

  @Test
  void refusesOtherData() throws Exception {
    place.train(EACH_EPOCH);
    place.write("train.csv", Workplace.classes(75, 0));
    place.refuses(
        2,
        () -> place.train("training.epochs=4"),
        "holds a checkpoint of this job, but the data are no longer what they were: 47 training"
            + " rows then, ");
    place.write("train.csv", Workplace.classes(60, 3));
    place.refuses(2, () -> place.train("training.epochs=4"), "as many training rows, but others");
  }

  @Test
  void comparingLeavesCheckpointsAlone() throws Exception {
    place.train(EACH_EPOCH);
    byte[] weights = weights();
    List<Path> before = checkpoints();
    Outcome compared =
        Workplace.run("compare", place.path("job.conf").toString(), "--set", "training.epochs=1");
    assertThat(compared.code()).as(compared.err()).isZero();
    assertThat(checkpoints()).isEqualTo(before);
    assertThat(place.metrics()).hasSize(1);

    // The output is that comparison's now, so that train has something to do.
    Outcome trained = place.train(EACH_EPOCH);
    assertThat(trained.out()).doesNotContain("trained already");
    assertThat(weights()).isEqualTo(weights);
    assertThat(place.metrics()).hasSize(3);
  }

  @Test
  void restoresPretrainedLayersWithTheRest() throws Exception {
    String pretraining = "training.pretraining={ epochs = 1 }";
    place.train(pretraining, "training.epochs=3");
    byte[] whole = weights();
    place.train("--fresh", pretraining, EACH_EPOCH, "training.epochs=2");
    Outcome outcome = place.train(pretraining, EACH_EPOCH, "training.epochs=3");
    assertThat(outcome.out()).doesNotContain("Pretrained");
    assertThat(weights()).isEqualTo(whole);
  }

  @Test
  void refusesAnOutputThatAnotherRunWritesTo() throws Exception {
    place.train();
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      place.write(
          "out/running",
          "token",
          InetAddress.getLocalHost().getHostName(),
          Long.toString(other.pid()),
          other.info().startInstant().orElseThrow().toString(),
          "2026-01-31T12:00:00Z");
      place.refuses(
          5,
          place::train,
          "Another run is writing to " + place.output() + ": process " + other.pid() + " on ",
          "last heard of at 2026-01-31T12:00:00Z");
    } finally {
      other.destroyForcibly().waitFor();
    }
    assertThat(place.train().code()).isZero();
    assertThat(place.output().resolve("running")).doesNotExist();
  }

  /** As YARN's second attempt does where the first one's machine is gone. */
  @Test
  void goesOnByItselfWhereAnotherHostIsSilent() throws Exception {
    place.train();
    byte[] whole = weights();
    place.train("--fresh", EACH_EPOCH, "training.epochs=2");
    String last = Instant.now().minusSeconds(57).toString();
    place.write("out/running", "token", "another-host", "7", Instant.EPOCH.toString(), last);
    Outcome outcome = place.train(EACH_EPOCH);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out().replaceAll("\\s+", " "))
        .contains("Process 7 on another-host holds " + place.output(), "heard of at " + last)
        .contains("Waiting until it has been silent for 60 seconds. ", " 3/3 ");
    assertThat(weights()).isEqualTo(whole);
  }

  @Test
  void saysWhenACheckpointCannotBeWritten() throws Exception {
    place.write("out/checkpoints", "a file");
    Outcome outcome = place.train(EACH_EPOCH);
    assertThat(outcome.code()).isEqualTo(5);
    assertThat(outcome.err()).contains(place.output() + "/checkpoints");
  }

  private List<Path> checkpoints() throws IOException {
    try (var files = Files.list(place.output().resolve("checkpoints"))) {
      return files.filter(file -> file.toString().endsWith(".checkpoint")).sorted().toList();
    }
  }

  private byte[] weights() throws IOException {
    return Files.readAllBytes(place.output().resolve("model/weights.safetensors"));
  }

  private List<JsonNode> untimed() throws IOException {
    return UntimedMetrics.in(place.output());
  }
}
