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

/** Four workers that send a quarter of the bits learn the digits as well. */
class WireOnDigitsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"bfloat16", "int8"})
  void fourWorkersLearnTheDigits(String wire) throws IOException {
    assertThat(accuracy(wire)).isGreaterThan(accuracy("float32") - 0.015);
  }

  private double accuracy(String wire) throws IOException {
    Outcome outcome =
        Workplace.run(
            "train",
            "conf/digits.conf",
            "--set",
            "averaging.workers=4",
            "--set",
            "averaging.every=4",
            "--set",
            "averaging.wire=" + wire,
            "--set",
            "output.dir=" + folder.resolve(wire));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    JsonNode summary =
        new ObjectMapper().readTree(folder.resolve(wire).resolve("summary.json").toFile());
    return summary.path("test").path("accuracy").doubleValue();
  }
}
