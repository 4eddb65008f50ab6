package dev.tributary.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.model.ClassificationMetrics;
import dev.tributary.model.Evaluation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleReportTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void tellsAWholeRunInPlainLinesOfAtMost80() {
    run(Terminal.NONE);

    assertThat(text().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    assertThat(text().chars().filter(c -> c != '\n' && Character.isISOControl(c))).isEmpty();
    assertThat(text().lines())
        .containsSubsequence(
            "Network",
            "  layer                  output  parameters  settings",
            "  dense_1                   300      19,500  he_normal",
            "  activation_1              300              elu",
            "  trained parameters                 23,110  92 kB",
            "  moving statistics                     600",
            "Data",
            "  train       1,257 rows  data-samples/digits/train.csv",
            "  validation    140 rows  10 % of train",
            "  each row: 64 features, 10 classes; scaling: standard",
            "  skipped: 3 rows (2 null, 1 not a number)",
            "Training conf/digits.conf",
            "  2 workers, minibatches of 128 rows, averaged every 32 minibatches, 10 epochs",
            "  optimizer  nesterov, momentum 0.9, learning rate 0.05 (constant)",
            "    epoch  train loss  valid. loss  valid. accuracy  examples/s      time",
            "     1/10      0.5000       0.4123           91.0 %      69,800     1.2 s",
            "     2/10      0.2500       0.2062           95.5 %      69,800     1.2 s",
            "Classes of test",
            "  class  precision   recall      F1  rows",
            "  1        100.0 %   97.5 %  98.7 %    40",
            "Confusion in test (a line: the true class, a column: taken for)",
            "      0   1   2   3   4   5   6   7   8   9",
            "  1   ·  39   1   ·   ·   ·   ·   ·   ·   ·",
            "Results",
            "  data        rows    loss  accuracy",
            "  test         400  0.0891    96.8 %",
            "Finished after 10 epochs",
            "  time       5.3 s: read 3.1 s, train 0.18 s, evaluate 1.0 s, checkpoint 0.25 s",
            "  speed      69,800 examples/s, 2 workers",
            "  averaging  11.1 % of the rounds: broadcast 4.4 %, wait 5.0 %, sum 1.7 %; no",
            "             interval brings it under 10 %, as a shard ends a round after 5",
            "             steps; averaging.workers = 1 would",
            "  model      out/digits/model",
            "  figures    out/digits/summary.json, metrics.jsonl",
            "  log        logs/tributary-2026-01-31.log",
            "Next",
            "  submit/tributary evaluate out/digits/model \\",
            "      --data data-samples/digits/test.csv",
            "  submit/tributary predict out/digits/model \\",
            "      --input data-samples/digits/test.csv --output out/digits/predictions");
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 50, 60, 70, 80, 120})
  void fitsWhateverTheWindow(int width) {
    run(new Terminal(true, false, true, width));
    assertThat(screen())
        .filteredOn(line -> !line.matches(".*(/|_crossentropy).*")) // such words are never cut
        .allSatisfy(line -> assertThat(TextTable.width(line)).isLessThanOrEqualTo(width));
    assertThat(screen()).anyMatch(line -> line.startsWith("  dense_1 "));
    assertThat(screen())
        .anyMatch(line -> line.matches(" +epoch +train loss.* valid\\. accuracy.*"));
  }

  @Test
  void printsAsciiOnlyWhereNothingElseShows() {
    run(new Terminal(false, false, false, 80));
    assertThat(text()).isNotEmpty();
    assertThat(text().chars()).allMatch(c -> c < 128);
  }

  @Test
  void onATerminalTheBarLeavesOneLineAnEpoch() {
    run(new Terminal(true, true, true, 80));

    assertThat(text()).contains("\repoch 1/10  ", "\u001b[1mNetwork\u001b[0m");
    assertThat(screen().stream().filter(line -> line.contains("epoch ")))
        .singleElement()
        .asString()
        .contains("train loss");
    assertThat(screen())
        .containsSubsequence(
            "     1/10      0.5000       0.4123           91.0 %      69,800     1.2 s",
            "A remark in the midst of an epoch.",
            "     2/10      0.2500       0.2062           95.5 %      69,800     1.2 s");
  }

  @Test
  void noColorKeepsTheBarAndDropsTheStyles() {
    run(new Terminal(true, false, true, 80));
    assertThat(text()).contains("\repoch 1/10").doesNotContain("\u001b[1m");
  }

  @Test
  void aRegressionShowsItsFigures() {
    report(Terminal.NONE).evaluation(Sample.regression("data-samples/diabetes/test.csv"));
    assertThat(text().lines())
        .containsExactly(
            "",
            "Results",
            "  data                            rows    loss    RMSE     MAE      R²",
            "  data-samples/diabetes/test.csv    89  0.4912  54.049  43.820  0.5094");
  }

  @Test
  void longClassNamesGiveWayToLetters() {
    report(Terminal.NONE)
        .evaluation(
            Sample.classification("iris", 3, List.of("Iris-setosa", "Iris-versicolor", "x")));
    assertThat(text().lines())
        .containsSubsequence(
            "                       a   b   c",
            "  a  Iris-setosa      40   ·   ·",
            "  b  Iris-versicolor   ·  39   1");
  }

  @Test
  void twentyClassesStillHaveTheirMatrixAndMoreShowTheirMistakes() {
    report(Terminal.NONE).evaluation(Sample.classification("twenty", 20, List.of()));
    assertThat(text()).contains("Confusion in twenty").doesNotContain("weakest");
    assertThat(text().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
    bytes.reset();

    report(Terminal.NONE).evaluation(Sample.classification("cifar", 100, List.of()));
    assertThat(text())
        .contains("the 10 weakest of 100 classes", "Mistakes in cifar")
        .doesNotContain("Confusion");
    assertThat(text().lines())
        .containsSubsequence(
            "  class  precision  recall      F1  rows",
            "  3         94.9 %  92.5 %  93.7 %    40",
            "  class  taken for  rows  of the class",
            "  3      4             3         7.5 %");
  }

  @Test
  void aMatrixThatIsTooWideShowsMistakes() {
    List<String> names =
        IntStream.range(0, 20).mapToObj(i -> "n" + (1000 + i)).collect(Collectors.toList());
    report(Terminal.NONE).evaluation(Sample.classification("twenty", 20, names));
    assertThat(text()).contains("Mistakes in twenty").doesNotContain("Confusion");
  }

  @Test
  void undefinedFiguresAreNotZeros() {
    ClassificationMetrics metrics = new ClassificationMetrics(new long[][] {{3, 0}, {2, 0}});
    report(Terminal.NONE)
        .evaluation(new EvaluationReport("test", new Evaluation(1, metrics), List.of("a", "b")));
    assertThat(text().lines())
        .containsSubsequence(
            "  b              -    0.0 %   0.0 %     2",
            "  - is undefined: no row was taken for the class, or none is of it");
  }

  @Test
  void hostileClassNamesDoNothing() {
    report(Terminal.NONE)
        .evaluation(Sample.classification("test", 2, List.of("\u001b[2J", "a\rb\n")));
    assertThat(text()).contains("?[2J", "a?b?").doesNotContain("\u001b", "\r");
  }

  @Test
  void deepNetworksLeaveOutTheirMiddleUnlessAskedFor() {
    report(Terminal.NONE).header(Sample.deepNetwork(100), Sample.data(), Sample.plan());
    assertThat(text()).contains("… 76 more", "dense_12 ", "dense_89 ").doesNotContain("dense_13 ");
    bytes.reset();
    report(Terminal.NONE).network(Sample.deepNetwork(100));
    assertThat(text()).contains("dense_13 ", "dense_100 ").doesNotContain("more");
  }

  @Test
  void anInterruptedRunSaysWhatIsKept() {
    report(Terminal.NONE).finished(Sample.run(Summary.Status.INTERRUPTED));
    assertThat(text()).contains("Interrupted after 10 epochs; what was learned so far is kept");
  }

  @Test
  void pathsWithSpacesCanBeCopied() {
    Summary summary = Sample.summary(Summary.Status.FINISHED);
    report(Terminal.NONE)
        .finished(
            new RunReport(
                summary,
                Sample.run(Summary.Status.FINISHED).averaging(),
                List.of(),
                "my out",
                "Ann's data.csv",
                ""));
    assertThat(text())
        .contains("--data 'Ann'\\''s data.csv'", "--output 'my out/predictions'")
        .doesNotContain("  log ");
  }

  @Test
  void withoutValidationItsColumnsAreLeftOut() {
    ConsoleReport report = report(Terminal.NONE);
    report.epochStarted(1, 10);
    report.progress(1, 5, 0.5);
    report.epochFinished(
        new EpochReport(
            1,
            1,
            10,
            0.5,
            Map.of(),
            Map.of(),
            0.1,
            75,
            new RoundSeconds(60, 4, 5, 3),
            2,
            List.of(),
            Optional.empty()));
    assertThat(text().lines())
        .containsExactly(
            "",
            "    epoch  train loss  examples/s      time",
            "        1      0.5000        0.14    1m 15s");
  }

  private void run(Terminal terminal) {
    ConsoleReport report = report(terminal);
    report.header(Sample.network(), Sample.data(), Sample.plan());
    for (int epoch = 1; epoch <= 2; epoch++) {
      report.epochStarted(epoch, 1_257);
      report.progress(epoch, 600, 0.5);
      if (epoch == 2) {
        report.note("A remark in the midst of an epoch.");
      }
      report.epochFinished(Sample.epoch(epoch));
    }
    report.finished(Sample.run(Summary.Status.FINISHED));
  }

  private ConsoleReport report(Terminal terminal) {
    return ConsoleReport.text(new PrintStream(bytes, true, UTF_8), terminal);
  }

  private String text() {
    return bytes.toString(UTF_8).replace(System.lineSeparator(), "\n");
  }

  /** What a terminal shows in the end: a carriage return goes back, ESC [ K clears to the right. */
  private List<String> screen() {
    // Not lines(), which would take the carriage return for a line's end.
    return Stream.of(text().replaceAll("\u001b\\[[0-9]*m", "").split("\n", -1))
        .map(
            line -> {
              StringBuilder shown = new StringBuilder();
              int at = 0;
              for (int i = 0; i < line.length(); i++) {
                if (line.charAt(i) == '\r') {
                  at = 0;
                } else if (line.startsWith("\u001b[K", i)) {
                  shown.setLength(at);
                  i += 2;
                } else {
                  shown.replace(at, Math.min(at + 1, shown.length()), line.substring(i, i + 1));
                  at++;
                }
              }
              return shown.toString();
            })
        .toList();
  }
}
