package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job in a process of its own: from any folder, and with Ctrl-C. */
class LaunchedTrainIT {
  private static final String JOB = Path.of("conf/digits.conf").toAbsolutePath().toString();
  private static final Path DATA = Path.of("data-samples/digits").toAbsolutePath();

  @TempDir private Path folder;

  @Test
  void keepsWhatWasLearnedWhenInterrupted() throws Exception {
    Launch training = Launch.start(folder, arguments("training.epochs=100000"));
    training.awaitLine("1/100000 ");
    training.interrupt();
    Launch.Outcome outcome = training.finish();

    assertThat(outcome.code()).as(outcome.err()).isEqualTo(130);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .contains(
            "Stopping after this round. Ctrl-C again quits at once.",
            "Interrupted after ",
            "what was learned so far is kept");
    JsonNode summary = new ObjectMapper().readTree(folder.resolve("out/summary.json").toFile());
    assertThat(summary.path("status").textValue()).isEqualTo("interrupted");
    assertThat(summary.path("epochs").intValue()).isPositive();
    assertThat(folder.resolve("out").toFile().list())
        .containsExactlyInAnyOrder(
            "model", "metrics.jsonl", "summary.json", "report.html", "tensorboard");

    Launch.Outcome evaluated =
        Launch.run(folder, "evaluate", "out/model", "--data", DATA.resolve("test.csv").toString());
    assertThat(evaluated.code()).as(evaluated.err()).isZero();
    assertThat(evaluated.err()).isEmpty();
    assertThat(figures(evaluated.out())).isEqualTo(figures(outcome.out()));
  }

  @Test
  void endsAtOnceWhenInterruptedBeforeThereIsAnythingToKeep() throws Exception {
    Launch training = Launch.start(folder, arguments("training.epochs=100000"));
    training.awaitLine("Reading ");
    training.interrupt();
    Launch.Outcome outcome = training.finish();

    assertThat(outcome.code()).isEqualTo(130);
    assertThat(outcome.err()).isEmpty();
    assertThat(folder.resolve("out/model")).doesNotExist();
    assertThat(folder.resolve("out/summary.json")).doesNotExist();
  }

  @Test
  void endsAtOnceWhenInterruptedTwice() throws Exception {
    // Rounds so long that the second signal comes within the first one's round.
    Launch training =
        Launch.start(
            folder,
            "train",
            JOB,
            "--set",
            "data.train=" + DATA.resolve("train.csv"),
            "--set",
            "data.test=null",
            "--set",
            "output.dir=out",
            "--set",
            "model.layers=[{ type = dense, units = 2500, activation = elu },"
                + " { type = dense, units = 2500, activation = elu },"
                + " { type = dense, units = 10, activation = softmax }]",
            "--set",
            "training.batch-size=1",
            "--set",
            "averaging.every=10000");
    training.awaitLine("output ");
    Thread.sleep(1000);
    training.interrupt();
    training.awaitLine("Stopping after this round.");
    training.interrupt();
    Launch.Outcome outcome = training.finish();

    assertThat(outcome.code()).isEqualTo(130);
    assertThat(outcome.out()).doesNotContain("Interrupted after");
    assertThat(folder.resolve("out/model")).doesNotExist();
    assertThat(folder.resolve("out/summary.json")).doesNotExist();
  }

  @Test
  void saysNoMoreThanAParagraphAboutAMistake() throws Exception {
    Path bad = Files.writeString(folder.resolve("bad.csv"), "pixel_0,label\n1,1\none,2\n");
    Launch.Outcome outcome =
        Launch.run(folder, "train", JOB, "--set", "output.dir=out", "--set", "data.train=" + bad);

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err().lines()).as(outcome.err()).hasSize(1);
    assertThat(outcome.err())
        .startsWith("There is no data at data-samples/digits/test.csv, which is ");

    outcome =
        Launch.run(
            folder,
            "train",
            JOB,
            "--set",
            "output.dir=out",
            "--set",
            "data.train=" + bad,
            "--set",
            "data.format=parquet",
            "--set",
            "data.test=null");
    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.err().lines()).as(outcome.err()).hasSize(1);
    assertThat(outcome.err()).startsWith(bad + " can't be read as parquet: ");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  /** Of {@code train} on the sample, by absolute paths, with the output in the folder. */
  private static String[] arguments(String override) {
    return List.of(
            "train",
            JOB,
            "--set",
            "data.train=" + DATA.resolve("train.csv"),
            "--set",
            "data.test=" + DATA.resolve("test.csv"),
            "--set",
            "training.early-stopping=null",
            "--set",
            "output.dir=out",
            "--set",
            override)
        .toArray(String[]::new);
  }

  /** Loss and accuracy on the test data, as printed last. */
  private static List<String> figures(String out) {
    List<String> words =
        List.of(
            out.lines()
                .filter(line -> line.contains(" 359 "))
                .reduce((first, last) -> last)
                .orElseThrow()
                .strip()
                .split("\\s+", -1));
    return words.subList(words.indexOf("359"), words.size());
  }
}
