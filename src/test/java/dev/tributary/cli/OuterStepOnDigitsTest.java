package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.cli.Workplace.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Four workers that average seldom learn, whatever is done with the average. */
class OuterStepOnDigitsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"none", "auto", "momentum", "nesterov"})
  void fourWorkersLearnTheDigits(String outer) throws IOException {
    Outcome outcome =
        Workplace.run(
            "train",
            "conf/digits.conf",
            "--set",
            "averaging.workers=4",
            "--set",
            "averaging.every=32",
            "--set",
            "averaging.outer=" + outer,
            "--set",
            "output.dir=" + folder.resolve("out"));

    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode summary =
        new ObjectMapper().readTree(folder.resolve("out").resolve("summary.json").toFile());
    assertThat(summary.path("test").path("accuracy").doubleValue()).isGreaterThan(0.9);
  }
}
