package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job on a real (pseudo-)terminal, whose window becomes narrower. */
class TerminalIT {
  private static final Path DATA = Path.of("data-samples/digits").toAbsolutePath();

  @TempDir private Path folder;

  @Test
  void drawsOneLineThatFollowsTheWindow() throws Exception {
    Pty terminal =
        new Pty(
            130,
            folder,
            Map.of(
                "JAVA_HOME",
                System.getProperty("java.home"),
                "TRIBUTARY_LOG_DIR",
                folder.toString(),
                "TERM",
                "xterm",
                "LC_ALL",
                "C.UTF-8"),
            List.of(
                Path.of("submit/tributary").toAbsolutePath().toString(),
                "train",
                Path.of("conf/digits.conf").toAbsolutePath().toString(),
                "--set",
                "data.train=" + DATA.resolve("train.csv"),
                "--set",
                "data.test=" + DATA.resolve("test.csv"),
                "--set",
                "training.early-stopping=null",
                "--set",
                "training.epochs=100000",
                // So that an epoch lasts longer than it takes to be drawn.
                "--set",
                "training.batch-size=1",
                "--set",
                "averaging.every=10",
                "--set",
                "output.dir=out"));
    terminal.await("epoch \\d+/100000 .* valid\\. accuracy \\d", 0);
    terminal.resize(60);
    Thread.sleep(300);
    int resized = terminal.shown().length();
    terminal.await("epoch .* loss", resized);
    String narrow = terminal.shown().substring(resized);
    new ProcessBuilder("kill", "-INT", Long.toString(terminal.pid())).start().waitFor();
    assertThat(terminal.exitCode()).as(terminal.shown()).isEqualTo(130);

    String wide = terminal.shown().substring(0, resized);
    assertThat(wide).contains("\u001b[1mNetwork\u001b[0m", "█", "round ", "rows/s", "run ");
    assertThat(drawn(narrow)).isNotEmpty().allMatch(line -> line.length() < 60);
    assertThat(drawn(wide))
        .anyMatch(line -> line.length() > 100)
        .allMatch(line -> line.length() < 130);
    // What an epoch leaves is its line of the table.
    assertThat(terminal.shown()).containsPattern("\n +1/100000 ");
  }

  /** The lines that were drawn over themselves. */
  private static List<String> drawn(String shown) {
    return Arrays.stream(shown.split("\r", -1))
        .filter(line -> line.startsWith("epoch ") && line.contains("\u001b[K"))
        .map(line -> line.substring(0, line.indexOf('\u001b')))
        .toList();
  }
}
