package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.cli.Workplace.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit codes 4 and 5, and that an earlier run's output survives any failure. */
class FailedRunTest {
  @TempDir private Path folder;
  private Workplace place;

  @BeforeEach
  void layOut() throws Exception {
    place = new Workplace(folder);
    place.classesJob();
  }

  @Test
  void saysThatTrainingDivergedAndWhatHelps() throws Exception {
    place.refuses(
        4,
        () -> place.train("training.learning-rate.value=1e30"),
        "Training diverged in epoch 1, round 1: ",
        "is not a finite number, from its step ",
        "the outputs of dense_2 are the first that aren't. No model was written. ",
        "A smaller training.learning-rate is the usual remedy");
  }

  @Test
  void goesBackWhereTrainingDivergesAndKeepsARecordOfIt() throws Exception {
    Outcome outcome =
        place.train(
            "training.learning-rate.value=1e30",
            "training.on-divergence={ type = rollback, factor = 1e-32, most = 1 }");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out().replaceAll("\\s+", " "))
        .contains("Warning: Round 1 diverged: the loss of worker ")
        .contains(
            "Going on from before that round, at 1.0E-32 times the job's learning rate; this may"
                + " happen no more.");
    for (JsonNode told : List.of(place.metrics().get(0), place.summary())) {
      JsonNode rollbacks = told.path("rollbacks");
      assertThat(rollbacks.size()).isEqualTo(1);
      assertThat(rollbacks.get(0).path("epoch").intValue()).isEqualTo(1);
      assertThat(rollbacks.get(0).path("round").intValue()).isEqualTo(1);
      assertThat(rollbacks.get(0).path("undone").intValue()).isZero();
      assertThat(rollbacks.get(0).path("rateScale").doubleValue()).isEqualTo(1e-32);
      assertThat(rollbacks.get(0).path("reason").textValue()).contains("is not a finite number");
    }
    assertThat(place.metrics().get(0).path("learningRate").doubleValue()).isEqualTo(1e30 * 1e-32);
    assertThat(place.metrics().get(1).has("rollbacks")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "training.learning-rate.value=1e30",
        "data.train=nowhere.csv",
        "data.test=nowhere.csv",
        "data.label=x",
        "training.epochs=0"
      })
  void keepsWhatAnEarlierRunWrote(String mistake) throws Exception {
    assertThat(place.train("training.epochs=1").code()).isZero();
    int code = mistake.contains("1e30") ? 4 : mistake.startsWith("data") ? 3 : 2;
    place.refuses(code, () -> place.train(mistake));
  }

  @Test
  void keepsAnEarlierRunsFiguresWhereTrainingDivergesLate() throws Exception {
    assertThat(place.train("training.epochs=1").code()).isZero();
    // Without normalization and activations the error grows from epoch to epoch.
    place.refuses(
        4,
        () -> {
          Outcome outcome =
              place.train(
                  "training.epochs=500",
                  "report.tensorboard=false", // whose curves tell of the last run, however it ended
                  "training.loss=mse",
                  "training.optimizer=sgd",
                  "training.learning-rate.value=1000",
                  "data.label=[label]",
                  "model.layers=[{ type = dense, units = 1 }]");
          assertThat(outcome.err()).doesNotContain("in epoch 1,");
          return outcome;
        },
        "Training diverged in epoch ");
  }

  @Test
  void leavesOtherFilesInTheOutputAlone() throws Exception {
    place.write("out/notes.txt", "mine");
    place.refuses(4, () -> place.train("training.learning-rate.value=1e30"));
    assertThat(place.train("training.epochs=1").code()).isZero();
    assertThat(place.output().toFile().list())
        .containsExactlyInAnyOrder(
            "notes.txt", "model", "metrics.jsonl", "summary.json", "report.html", "tensorboard");
  }

  @Test
  void replacesAnEarlierRunsOutput() throws Exception {
    place.train("training.epochs=3");
    byte[] first = Files.readAllBytes(place.output().resolve("model/weights.safetensors"));
    place.train("training.epochs=2");

    assertThat(place.metrics()).hasSize(2);
    assertThat(place.summary().path("epochs").intValue()).isEqualTo(2);
    assertThat(place.output().resolve("model/weights.safetensors")).exists();
    assertThat(Files.readAllBytes(place.output().resolve("model/weights.safetensors")))
        .isNotEqualTo(first);
    assertThat(place.output().resolve("model").toFile().list())
        .containsExactlyInAnyOrder("model.json", "weights.safetensors");
  }

  @ParameterizedTest
  @ValueSource(strings = {"train.csv", "train.csv/out", "train.csv/a/b"})
  void saysWhenTheOutputCannotBeWritten(String output) throws Exception {
    place.refuses(
        5,
        () -> place.train("output.dir=" + place.path(output)),
        "Can't write to the directory " + place.path(output),
        "it, or a directory above it, is a file. Choose another place or move that file away.");
  }

  @Test
  void saysWhenNoFileSystemIsKnown() throws Exception {
    place.refuses(
        5,
        () -> place.train("output.dir=\"gopher://host/out\""),
        "Can't write to the directory gopher://host/out: no file system is known for its scheme");
  }

  @Test
  void saysWhatCouldNotBeWrittenInTheEnd() throws Exception {
    Files.createDirectories(place.output().resolve("summary.json/occupied"));
    Outcome outcome = place.train("training.epochs=1");

    assertThat(outcome.code()).isEqualTo(5);
    assertThat(outcome.err()).contains("Can't write", place.output() + "/summary.json");
    assertThat(place.output().toFile().list())
        .containsExactlyInAnyOrder("model", "metrics.jsonl", "summary.json", "tensorboard");
  }
}
