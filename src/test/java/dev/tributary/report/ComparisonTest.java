package dev.tributary.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.nn.diagnosis.Finding;
import dev.tributary.nn.diagnosis.Severity;
import dev.tributary.report.ComparedJob.Diverged;
import dev.tributary.report.ComparedJob.Failed;
import dev.tributary.report.ComparedJob.NotTrained;
import dev.tributary.report.ComparedJob.Trained;
import dev.tributary.report.Summary.Status;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {
  private static final Finding CRITICAL =
      finding(
          Severity.CRITICAL,
          "Gradients fall by 10^6 between dense_21 and dense_1 after training (norms 1.32 and"
              + " 1.1e-06): the weights are so large that most of the units are saturated from the"
              + " first layer to the last one. Use another activation.");
  private static final Finding WARNING =
      finding(Severity.WARNING, "The features are not scaled: mean 7.5. Scale them.");
  private static final Finding HINT = finding(Severity.HINT, "Good to know. Indeed.");

  private static final ComparedJob GOOD =
      new ComparedJob(
          "relu-he", trained("test", accuracy(0.9712, 0.0891), OptionalInt.of(3)), List.of(HINT));
  private static final ComparedJob BAD =
      new ComparedJob(
          "sigmoid-normal",
          trained("test", accuracy(0.105, 2.3026), OptionalInt.empty()),
          List.of(CRITICAL, WARNING, HINT));
  private static final ComparedJob BROKEN =
      new ComparedJob(
          "rate-too-large-clipped",
          new Diverged(
              "in epoch 3",
              "Training diverged in epoch 3, round 7: a weight is not a finite number. No model was"
                  + " written."),
          List.of());
  private static final ComparedJob UNUSABLE =
      new ComparedJob(
          "blank",
          new Failed("unusable data", "There is no usable row in blank.csv. Give others."),
          List.of());
  private static final Comparison ALL =
      new Comparison(
          Optional.of(new Comparison.Target("validation.accuracy", 0.9)),
          List.of(
              GOOD, BAD, BROKEN, UNUSABLE, new ComparedJob("late", new NotTrained(), List.of())));

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void aLineForEachJobAndTheWorstFindingsBelow() {
    console(Terminal.NONE).comparison(ALL);

    assertThat(text().lines())
        .containsExactly(
            "",
            "Comparison on test data",
            "  job                     accuracy    loss  to 0.9  epochs  time  findings",
            "  relu-he                   97.1 %  0.0891       3      20  12 s         0",
            "  sigmoid-normal            10.5 %  2.3026       –      20  12 s         2",
            "  rate-too-large-clipped  diverged in epoch 3",
            "  blank                   unusable data",
            "  late                    not trained",
            "  to 0.9: the first epoch whose validation.accuracy is that good",
            "",
            "Findings",
            "  sigmoid-normal",
            "    - critical: Gradients fall by 10^6 between dense_21 and dense_1 after",
            "      training (norms 1.32 and 1.1e-06): the weights are so large that most of…",
            "    - warning: The features are not scaled: mean 7.5.",
            "  rate-too-large-clipped",
            "    - Training diverged in epoch 3, round 7: a weight is not a finite number.",
            "  blank",
            "    - There is no usable row in blank.csv. Give others.",
            "");
  }

  @Test
  void withoutATargetOrATestThereIsNoColumnForIt() {
    ComparedJob values =
        new ComparedJob(
            "b",
            trained("validation", Map.of("loss", 0.5, "rmse", 3.0), OptionalInt.empty()),
            List.of());
    console(Terminal.NONE).comparison(new Comparison(Optional.empty(), List.of(GOOD, values)));

    assertThat(text().lines())
        .containsExactly(
            "",
            "Comparison",
            "  job      data        accuracy    RMSE    loss  epochs  time  findings",
            "  relu-he  test          97.1 %       -  0.0891      20  12 s         0",
            "  b        validation         -  3.0000  0.5000      20  12 s         0",
            "");
  }

  @Test
  void saysWhichJobWasInterrupted() {
    Trained some =
        new Trained(Status.INTERRUPTED, "train", Map.of("loss", 1.5), OptionalInt.empty(), 0, 0.5);
    console(Terminal.NONE)
        .comparison(
            new Comparison(Optional.empty(), List.of(new ComparedJob("b", some, List.of()))));
    assertThat(text().lines())
        .containsExactly(
            "",
            "Comparison on train data",
            "  job    loss  epochs    time  findings",
            "  b    1.5000       0  0.50 s         0",
            "  b was interrupted: the figures are of what it had learned so far",
            "");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80, 120})
  void fitsWhateverTheWindow(int width) {
    console(new Terminal(true, false, true, width)).comparison(ALL);
    assertThat(text().lines())
        .allSatisfy(line -> assertThat(TextTable.width(line)).isLessThanOrEqualTo(width))
        .anyMatch(line -> line.matches("  job +accuracy +loss.*"))
        .anyMatch(line -> line.matches("  relu-he +97\\.1 %.*"));
  }

  @Test
  void eachJobGetsALineAsItEnds() {
    ConsoleReport console = console(Terminal.NONE);
    console.jobStarted("relu-he");
    assertThat(text()).isEqualTo("relu-he  ");
    console.jobTrains(100);
    console.progress(1, 50, 0.5);
    console.jobFinished(GOOD);
    console.jobStarted("late");
    console.note("Stopping.");
    console.jobFinished(BROKEN);

    assertThat(text().lines())
        .containsExactly(
            "relu-he  accuracy 97.1 %, loss 0.0891, 20 epochs, 12 s",
            "late  ", "Stopping.", "late  diverged in epoch 3");
  }

  @Test
  void printsAsciiWhereNothingElseShows() {
    console(new Terminal(false, false, false, 80)).comparison(ALL);
    assertThat(text().chars()).allMatch(c -> c < 128);
  }

  @Test
  void jsonHoldsAllOfIt() throws Exception {
    JsonNode json = new ObjectMapper().readTree(ALL.toJson());

    assertThat(json.path("target").toString())
        .isEqualTo("{\"metric\":\"validation.accuracy\",\"value\":0.9}");
    assertThat(json.path("jobs").findValuesAsText("status"))
        .containsExactly("finished", "finished", "diverged", "failed", "not trained");
    JsonNode good = json.path("jobs").path(0);
    assertThat(good.path("job").textValue()).isEqualTo("relu-he");
    assertThat(good.path("data").textValue()).isEqualTo("test");
    assertThat(good.path("metrics").path("accuracy").doubleValue()).isEqualTo(0.9712);
    assertThat(good.path("epochsToTarget").intValue()).isEqualTo(3);
    assertThat(good.path("epochs").intValue()).isEqualTo(20);
    assertThat(good.path("seconds").doubleValue()).isEqualTo(12);
    JsonNode bad = json.path("jobs").path(1);
    assertThat(bad.has("epochsToTarget")).isFalse();
    assertThat(bad.path("findings").findValuesAsText("severity"))
        .containsExactly("critical", "warning", "hint");
    assertThat(json.path("jobs").path(3).path("problem").textValue())
        .isEqualTo("There is no usable row in blank.csv. Give others.");
  }

  private static Trained trained(String data, Map<String, Double> metrics, OptionalInt reached) {
    return new Trained(Status.FINISHED, data, metrics, reached, 20, 12);
  }

  private static Map<String, Double> accuracy(double accuracy, double loss) {
    return Map.of("loss", loss, "accuracy", accuracy);
  }

  private static Finding finding(Severity severity, String text) {
    return new Finding(Finding.Kind.SATURATION, severity, "dense_1", "dense_2", text);
  }

  private ConsoleReport console(Terminal terminal) {
    return ConsoleReport.text(new PrintStream(bytes, true, UTF_8), terminal);
  }

  private String text() {
    return bytes.toString(UTF_8);
  }
}
