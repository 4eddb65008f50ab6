package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.TestSpark;
import dev.tributary.cli.Workplace.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;
  private Workplace place;

  @BeforeEach
  void layOut() throws Exception {
    place = new Workplace(folder);
    place.classesJob();
    variant("plain");
    variant("wild", "training.learning-rate = 1e30");
    variant("unscaled", "data.scaling = none", "data.train = \"" + place.path("far.csv") + "\"");
    List<String> far = new ArrayList<>(List.of("x,y,label"));
    for (int i = 0; i < 60; i++) {
      far.add("%d,%d,%d".formatted(900 + i, 800 - 3 * i, i % 3));
    }
    place.write("far.csv", far.toArray(String[]::new));
  }

  @Test
  void putsJobsIntoATableAndWritesWhatTrainWouldWrite() throws Exception {
    int cached = TestSpark.session().sparkContext().getPersistentRDDs().size();
    Outcome outcome = compare("plain", "wild", "unscaled");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    List<String> lines = outcome.out().lines().toList();
    assertThat(lines.get(0)).startsWith("plain     accuracy ").contains(", 3 epochs, ");
    assertThat(lines.get(1)).isEqualTo("wild      diverged in epoch 1");
    assertThat(lines.get(2)).startsWith("unscaled  accuracy ");
    int table = lines.indexOf("Comparison on test data");
    assertThat(lines.get(table + 1))
        .matches("  job +accuracy +loss +to 0\\.9 +epochs +time +findings");
    assertThat(lines.get(table + 2)).startsWith("  plain ").endsWith(" 0");
    assertThat(lines.get(table + 3)).isEqualTo("  wild      diverged in epoch 1");
    assertThat(lines.get(table + 4)).startsWith("  unscaled ").matches(".* [1-9]");
    assertThat(outcome.out())
        .contains("  wild\n    - Training diverged in epoch 1, round 1: ")
        .contains("  unscaled\n    - ")
        .contains("The features are not scaled: ");
    assertThat(lines).allMatch(line -> line.length() <= 80);

    Workplace.run("train", job("plain"), "--set", "output.dir=" + place.path("alone").toString());
    assertThat(Files.readAllBytes(place.path("out/plain/model/weights.safetensors")))
        .isEqualTo(Files.readAllBytes(place.path("alone/model/weights.safetensors")));
    assertThat(place.path("out/plain").toFile().list())
        .containsExactlyInAnyOrder(
            "model", "metrics.jsonl", "summary.json", "report.html", "tensorboard");
    assertThat(place.path("out/wild")).doesNotExist();
    assertThat(TestSpark.session().sparkContext().getPersistentRDDs().size()).isEqualTo(cached);
  }

  @Test
  void jsonIsAllThatStandsOnStandardOutput() throws Exception {
    Outcome outcome = compare("plain", "wild", "--json", "--target", "loss=1e9");
    JsonNode json = JSON.readTree(outcome.out());

    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).contains("plain  accuracy ");
    assertThat(json.path("target").path("metric").textValue()).isEqualTo("loss");
    JsonNode plain = json.path("jobs").path(0);
    JsonNode summary = JSON.readTree(place.path("out/plain/summary.json").toFile());
    assertThat(plain.path("status").textValue()).isEqualTo("finished");
    assertThat(plain.path("metrics")).isEqualTo(summary.path("test"));
    assertThat(plain.path("epochsToTarget").intValue()).isEqualTo(1);
    assertThat(json.path("jobs").path(1).path("status").textValue()).isEqualTo("diverged");
  }

  @Test
  void tellsTheEpochThatReachesTheTarget() throws Exception {
    compare("plain");
    List<Double> losses = new ArrayList<>();
    for (String line : Files.readAllLines(place.path("out/plain/metrics.jsonl"))) {
      losses.add(JSON.readTree(line).path("validation").path("loss").doubleValue());
    }
    assertThat(losses.get(1)).isLessThan(losses.get(0));

    // The run is the same again: what the second epoch brought is reached in it, not before.
    assertThat(reached("validation.loss=" + losses.get(1))).isEqualTo(2);
    assertThat(reached("validation.loss=-1")).isZero();
    assertThat(reached("validation.accuracy=2")).isZero();
  }

  @Test
  void aJobWithoutTheUsualTargetHasADashForIt() throws Exception {
    variant("blind", "data.validation = 0");
    List<String> lines = compare("blind", "plain").out().lines().toList();
    assertThat(lines).anyMatch(line -> line.matches("  blind .* – +3 .*"));
    assertThat(lines).anyMatch(line -> line.matches("  plain .* [123] +3 .*"));
    assertThat(compare("blind").out()).doesNotContain("to 0.9");
  }

  @Test
  void aJobThatCannotBeTrainedDoesNotStopTheOthers() throws Exception {
    variant("blank", "data.test = \"" + place.path("none.csv") + "\"");
    Outcome outcome = compare("blank", "plain");

    assertThat(outcome.code()).isEqualTo(3);
    assertThat(outcome.out())
        .contains("  blank  unusable data\n", "  blank\n    - ", "none.csv", "\n  plain ");
    assertThat(place.path("out/plain/summary.json")).exists();
    assertThat(place.path("out/blank")).doesNotExist();
  }

  @Test
  void refusesAllThatIsWrongWithAllJobsBeforeAnyIsTrained() throws Exception {
    variant("typo", "training.epoks = 3");
    variant("cold", "training.epochs = 0");
    place.refuses(
        2,
        () -> compare("plain", "typo", "cold"),
        "typo.conf has a problem:\n  training.epoks",
        "cold.conf has a problem:\n  training.epochs");
  }

  @Test
  void refusesJobsThatWouldOverwriteOneAnother() throws Exception {
    place.refuses(
        2,
        () -> compare("plain", "wild", "--set", "output.dir=" + place.path("same")),
        job("plain") + " and " + job("wild") + " have the same output.dir, " + place.path("same"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0.9                     | found "0.9"; allowed is METRIC=VALUE
          loss=                   | found "loss="; allowed is METRIC=VALUE
          loss=low                | found "loss=low"; allowed is METRIC=VALUE
          loss=NaN                | allowed is METRIC=VALUE
          accuracy=0.9            | plain.conf: found accuracy; allowed is loss, or validation. and
          validation.acuracy=0.9  | did you mean validation.accuracy?
          validation.rmse=3       | validation.loss, validation.accuracy can be watched
          """)
  void refusesATargetThatAJobWillNotHave(String target, String phrase) throws Exception {
    place.refuses(2, () -> compare("plain", "--target", target), "Invalid --target", phrase);
  }

  @Test
  void withoutValidationDataThereIsNoUsualTarget() throws Exception {
    Outcome outcome = compare("plain", "--set", "data.validation=0");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).doesNotContain("to 0.9");
    place.refuses(
        2,
        () -> compare("plain", "--set", "data.validation=0", "--target", "validation.accuracy=0.9"),
        "plain.conf: found validation.accuracy, but the job has no validation data");
  }

  /** The first epoch that reached it; 0 if none did. */
  private int reached(String target) throws Exception {
    return JSON.readTree(compare("plain", "--json", "--target", target).out())
        .path("jobs")
        .path(0)
        .path("epochsToTarget")
        .intValue();
  }

  /** Compares jobs by name; an argument after the first option is taken as it is. */
  private Outcome compare(String... arguments) {
    List<String> line = new ArrayList<>(List.of("compare"));
    boolean options = false;
    for (String argument : Arrays.asList(arguments)) {
      options |= argument.startsWith("--");
      line.add(options ? argument : job(argument));
    }
    return Workplace.run(line.toArray(String[]::new));
  }

  private String job(String name) {
    return place.path(name + ".conf").toString();
  }

  private void variant(String name, String... settings) throws Exception {
    List<String> lines = new ArrayList<>(List.of("include \"job.conf\""));
    lines.addAll(List.of(settings));
    lines.add("output.dir = \"" + place.path("out/" + name) + "\"");
    place.write(name + ".conf", lines.toArray(String[]::new));
  }
}
