package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.report.tensorboard.EventFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver that is killed again and again, and a run that goes on each time. */
class KilledTrainIT {
  private static final String JOB = Path.of("conf/digits.conf").toAbsolutePath().toString();
  private static final Path DATA = Path.of("data-samples/digits").toAbsolutePath();
  private static final int KILLS = 10;
  private static final int LONGEST_MILLIS = 600;

  @TempDir private Path folder;

  @Test
  void endsWithTheSameBitsHoweverOftenItIsKilled() throws Exception {
    Launch.Outcome whole = Launch.run(folder, arguments("whole"));
    assertThat(whole.code()).as(whole.err()).isZero();

    Random random = new Random(3);
    for (int kill = 0; kill < KILLS; kill++) {
      Launch training = Launch.start(folder, arguments("parts"));
      // Later than the first, the run has a checkpoint to go on from.
      training.awaitLine(kill == 0 ? "1/60 " : "Going on from the checkpoint after ");
      Thread.sleep(random.nextInt(LONGEST_MILLIS));
      training.kill();
      assertThat(folder.resolve("parts/model")).as("kill %d came too late", kill).doesNotExist();
    }
    Launch.Outcome last = Launch.run(folder, arguments("parts"));
    assertThat(last.code()).as(last.err()).isZero();
    assertThat(last.out()).contains("Going on from the checkpoint after ");

    assertThat(folder.resolve("parts/model/weights.safetensors"))
        .hasSameBinaryContentAs(folder.resolve("whole/model/weights.safetensors"));
    assertThat(untimed("parts")).isEqualTo(untimed("whole"));
    assertThat(folder.resolve("parts").toFile().list())
        .containsExactlyInAnyOrder(
            "model", "metrics.jsonl", "summary.json", "report.html", "checkpoints", "tensorboard");
    assertThat(folder.resolve("parts/checkpoints").toFile().list()).hasSize(3 + 1);
    assertThatCurvesAreWhole();
  }

  /** However often it was killed, each step is there once. */
  private void assertThatCurvesAreWhole() throws IOException {
    for (String run : List.of("rounds", "train")) {
      String tag = run.equals("rounds") ? "round/loss" : "epoch/loss";
      List<Long> whole = steps("whole", run, tag);
      assertThat(whole).isNotEmpty().isSorted().doesNotHaveDuplicates();
      assertThat(steps("parts", run, tag)).isEqualTo(whole);
    }
  }

  private List<Long> steps(String output, String run, String tag) throws IOException {
    Path files = folder.resolve(output).resolve("tensorboard").resolve(run);
    return EventFiles.steps(EventFiles.written(files, tag));
  }

  private static String[] arguments(String output) {
    List<String> arguments = new ArrayList<>(List.of("train", JOB));
    for (String override :
        List.of(
            "data.train=" + DATA.resolve("train.csv"),
            "data.test=" + DATA.resolve("test.csv"),
            "training.optimizer=adam",
            "training.learning-rate={ schedule = reduce_on_plateau, value = 0.001, patience = 3 }",
            "training.early-stopping={ patience = 50 }",
            "training.epochs=60",
            "averaging.workers=2",
            "averaging.every=2",
            "report.diagnose-every=25",
            "checkpoint={ every-rounds = 3, every-epochs = 1 }",
            "output.dir=" + output)) {
      arguments.add("--set");
      arguments.add(override);
    }
    return arguments.toArray(String[]::new);
  }

  private List<JsonNode> untimed(String output) throws IOException {
    return UntimedMetrics.in(folder.resolve(output));
  }
}
