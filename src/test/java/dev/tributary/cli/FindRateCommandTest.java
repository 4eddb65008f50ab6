package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.cli.Workplace.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FindRateCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] DIGITS = {
    "conf/digits.conf", "--set", "averaging.workers=2", "--set", "training.optimizer=sgd"
  };

  @TempDir private Path folder;

  @Test
  void printsATableAndTheLineForTheJobFileAndWritesNothing() throws Exception {
    Workplace place = new Workplace(folder);
    Path drawing = place.path("rates.svg");
    Outcome outcome =
        Workplace.run(
            "find-rate",
            place.classesJob().toString(),
            "--steps",
            "60",
            "--svg",
            drawing.toString());

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("smoothed", "Learning rate", "in the job file", "training.learning-rate = ");
    assertThat(outcome.out().lines()).hasSizeLessThan(40).allMatch(line -> line.length() <= 80);
    assertThat(Files.readString(drawing)).contains("<desc", "learning rate", "</svg>");
    assertThat(place.output()).doesNotExist();
  }

  @Test
  void theSuggestedRateTrainsAndAHundredthOfItDoesNot() throws Exception {
    Outcome outcome =
        Workplace.run("find-rate", DIGITS[0], DIGITS[1], DIGITS[2], DIGITS[3], DIGITS[4], "--json");
    JsonNode json = JSON.readTree(outcome.out());
    double rate = json.path("suggestion").doubleValue();

    assertThat(rate).isBetween(1e-4, 1.0);
    assertThat(json.path("points").size()).isGreaterThan(100);
    assertThat(lossAfterSteps(rate)).isLessThan(0.7 * lossAfterSteps(rate / 100));
  }

  @Test
  void refusesWrongArguments() throws Exception {
    Workplace place = new Workplace(folder);
    String job = place.classesJob().toString();
    place.refuses(
        2,
        () -> Workplace.run("find-rate", job, "--from", "1", "--to", "0.1"),
        "Invalid --from and --to",
        "found 1.0 and 0.1");
    place.refuses(
        2, () -> Workplace.run("find-rate", job, "--steps", "3"), "Invalid --steps", "from 20");
  }

  /** On the diagnosis's sample, after as many steps as its default. */
  private static double lossAfterSteps(double rate) throws IOException {
    Outcome outcome =
        Workplace.run(
            "diagnose",
            DIGITS[0],
            DIGITS[1],
            DIGITS[2],
            DIGITS[3],
            DIGITS[4],
            "--set",
            "training.learning-rate=" + rate,
            "--json");
    return JSON.readTree(outcome.out()).path("measurements").path(1).path("loss").doubleValue();
  }
}
