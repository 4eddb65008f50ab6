package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.TestSpark;
import dev.tributary.cli.Workplace.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --quiet}, {@code --json-lines} and {@code --log} of the commands that run long. */
class ConsoleOptionsTest {
  @TempDir private Path folder;
  private final String former = System.getProperty(LogFile.PROPERTY);
  private Workplace place;

  @BeforeEach
  void layOut() throws Exception {
    place = new Workplace(folder);
    place.classesJob();
  }

  @AfterEach
  void restore() {
    if (former == null) {
      System.clearProperty(LogFile.PROPERTY);
    } else {
      System.setProperty(LogFile.PROPERTY, former);
    }
  }

  private static List<JsonNode> lines(Outcome outcome) throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : outcome.out().lines().toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }

  private static List<String> events(Outcome outcome) throws Exception {
    return lines(outcome).stream().map(line -> line.path("event").textValue()).toList();
  }

  @Test
  void quietTrainingPrintsASentence() throws Exception {
    Outcome outcome = place.train("--quiet");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out().replaceAll("\\s+", " "))
        .matches(
            "Finished after 3 epochs in \\S+ s: test loss \\S+, accuracy \\S+ %\\. The model is in "
                + place.output()
                + "/model\\. ");
  }

  @Test
  void jsonLinesTellAllOfATraining() throws Exception {
    Outcome outcome = place.train("--json-lines", "report.diagnose-every=3");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(events(outcome))
        .startsWith("started")
        .containsSubsequence(
            "note", "network", "data", "plan", "epoch", "epoch", "epoch", "findings", "summary")
        .endsWith("finished")
        .doesNotContain("error");
    JsonNode summary =
        lines(outcome).stream()
            .filter(line -> line.path("event").textValue().equals("summary"))
            .findFirst()
            .orElseThrow();
    assertThat(summary.path("test")).isEqualTo(place.summary().path("test"));
    JsonNode finished = lines(outcome).get(lines(outcome).size() - 1);
    assertThat(finished.path("code").intValue()).isZero();
  }

  @Test
  void anErrorIsAnEventAndAParagraph() throws Exception {
    Outcome outcome = place.train("--json-lines", "data.train=tran.csv");
    assertThat(outcome.code()).isEqualTo(Failures.UNUSABLE_DATA);
    JsonNode error = lines(outcome).get(lines(outcome).size() - 1);
    assertThat(error.path("event").textValue()).isEqualTo("error");
    assertThat(error.path("code").intValue()).isEqualTo(Failures.UNUSABLE_DATA);
    assertThat(error.path("message").textValue()).contains("There is no data at tran.csv");
    assertThat(outcome.err()).contains("There is no data at tran.csv").doesNotContain("{");
  }

  @Test
  void soIsAMistakeInTheJob() throws Exception {
    Outcome outcome = place.train("--json-lines", "training.epochs=many");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(events(outcome)).containsExactly("started", "error");
    assertThat(lines(outcome).get(1).path("message").textValue()).contains("found \"many\"");
  }

  @Test
  void soIsAWrongArgument() throws Exception {
    Outcome outcome = Workplace.run("train", "job.conf", "--json-lines", "--frehs");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(events(outcome)).containsExactly("error");
    assertThat(outcome.err()).contains("--frehs");
  }

  @Test
  void theOtherCommandsTellTheirResults() throws Exception {
    place.train();
    String model = place.output() + "/model";
    String test = place.path("test.csv").toString();
    String job = place.path("job.conf").toString();

    Outcome evaluated = Workplace.run("evaluate", model, "--data", test, "--json-lines");
    assertThat(events(evaluated)).contains("evaluation").endsWith("finished");
    Outcome quiet = Workplace.run("evaluate", model, "--data", test, "--quiet");
    assertThat(quiet.out().lines()).hasSize(2);

    String predictions = place.path("predictions").toString();
    Outcome predicted =
        Workplace.run("predict", model, "--input", test, "--output", predictions, "--json-lines");
    assertThat(events(predicted)).endsWith("result", "finished");
    JsonNode result = lines(predicted).get(lines(predicted).size() - 2);
    assertThat(result.path("rows").intValue()).isEqualTo(20);
    assertThat(result.path("withoutPrediction").intValue()).isZero();

    assertThat(events(Workplace.run("diagnose", job, "--steps", "2", "--json-lines")))
        .endsWith("measurement", "measurement", "findings", "finished");
    assertThat(events(Workplace.run("find-rate", job, "--steps", "20", "--json-lines")))
        .endsWith("rate", "finished");
    assertThat(Workplace.run("find-rate", job, "--steps", "20", "--quiet").out())
        .contains("in the job file")
        .doesNotContain("Reading");
    Outcome compared = Workplace.run("compare", job, "--json-lines", "--set", "training.epochs=1");
    assertThat(events(compared))
        .containsSubsequence("jobStarted", "jobFinished", "comparison", "finished");
    String made = place.path("made").toString();
    assertThat(
            Workplace.run("generate", "adding", "--rows", "9", "--output", made, "--quiet").out())
        .isEqualTo("9 rows with 100 features each are in " + made + System.lineSeparator());
  }

  @Test
  void twoKindsOfOutputAreRefused() {
    place.train("training.epochs=1");
    assertThat(place.train("--quiet", "--json-lines").err())
        .contains("--json-lines and --quiet don't go together");
    String job = place.path("job.conf").toString();
    Outcome outcome = Workplace.run("compare", job, "--json", "--json-lines");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("--json-lines and --json don't go together");
  }

  /** A log that is set up anew says all again. */
  @AfterAll
  static void silenceSpark() {
    TestSpark.session().sparkContext().setLogLevel("ERROR");
  }

  @Test
  void theLogGoesToTheFileThatIsGiven() throws Exception {
    Path log = place.path("logs/run 1.log");
    assertThat(place.train("--log", "training.epochs=1").code()).isEqualTo(2);
    String job = place.path("job.conf").toString();
    Outcome outcome =
        Workplace.run("train", job, "--log", log.toString(), "--set", "training.epochs=1");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out().replaceAll("\\s+", " ")).contains("log " + log);
    assertThat(Files.readString(log)).contains("Epoch 1 starts");

    Outcome refused =
        Workplace.run("train", job, "--log", place.path("train.csv/a.log").toString());
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("Invalid --log: ");
  }
}
