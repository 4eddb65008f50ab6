package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code compare} as a user runs it. */
class LaunchedCompareIT {
  private static final Path DATA = Path.of("data-samples/digits").toAbsolutePath();

  @TempDir private Path folder;

  @Test
  void showsWhatIsFinishedWhenInterrupted() throws Exception {
    variant("first", 1);
    variant("second", 100_000);
    variant("third", 1);
    Launch comparing = Launch.start(folder, "compare", "first.conf", "second.conf", "third.conf");
    comparing.awaitLine("first ");
    Path running = folder.resolve("out/second/metrics.running.jsonl");
    while (comparing.isRunning() && !Files.exists(running)) {
      Thread.sleep(50);
    }
    comparing.interrupt();
    Launch.Outcome outcome = comparing.finish();

    assertThat(outcome.code()).as(outcome.err()).isEqualTo(130);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .contains("Stopping after this round.", "Comparison on test data")
        .containsPattern("\n  first +\\d+\\.\\d %")
        .containsPattern("\n  second +\\d+\\.\\d %")
        .contains("\n  third   not trained\n", "second was interrupted: ");
    assertThat(folder.resolve("out/second/model")).exists();
    assertThat(folder.resolve("out/third")).doesNotExist();
  }

  private void variant(String name, int epochs) throws Exception {
    Files.writeString(
        folder.resolve(name + ".conf"),
        String.join(
            "\n",
            "include \"" + Path.of("conf/digits.conf").toAbsolutePath() + "\"",
            "data.train = \"" + DATA.resolve("train.csv") + "\"",
            "data.test = \"" + DATA.resolve("test.csv") + "\"",
            "training.epochs = " + epochs,
            "output.dir = \"out/" + name + "\"",
            ""));
  }
}
