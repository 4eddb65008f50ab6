package dev.tributary.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExamplesTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"0, 1", "2, 1", "3, 1", "4, 1", "130, 1", "1, 3", "5, 3", "137, 3", "143, 3"})
  void cronTriesAgainWhatMayPass(int status, int attempts) throws Exception {
    Path examples = Files.createDirectories(folder.resolve("submit/examples"));
    Path cron =
        Files.copy(
            Path.of("submit/examples/cron.sh"),
            examples.resolve("cron.sh"),
            StandardCopyOption.COPY_ATTRIBUTES);
    Path launcher =
        Files.writeString(
            folder.resolve("submit/tributary"),
            "#!/bin/sh\necho \"$@\" >>\"%s/calls\"\nexit %d\n".formatted(folder, status));
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    ProcessBuilder builder = new ProcessBuilder(cron.toString(), "a job.conf", "--set", "a=1");
    builder.environment().put("PAUSE", "0");
    builder.environment().put("SUBMIT_OPTIONS", "--master spark://host:7077");
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("out").toFile());

    assertThat(builder.start().waitFor()).isEqualTo(status);
    assertThat(Files.readAllLines(folder.resolve("calls")))
        .hasSize(attempts)
        .containsOnly("--master spark://host:7077 train a job.conf --set a=1");
  }

  @Test
  void allSayWhichExitCodeMeansRetryAndCanBeRun() throws IOException {
    try (Stream<Path> examples = Files.list(Path.of("submit/examples"))) {
      for (Path example : examples.toList()) {
        String name = example.getFileName().toString();
        assertThat(Files.readString(example)).as(name).contains("143", "retr");
        assertThat(Files.isExecutable(example)).as(name).isEqualTo(name.endsWith(".sh"));
      }
    }
  }
}
