package dev.tributary.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleQuietTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final ConsoleReport report =
      ConsoleReport.quiet(
          new PrintStream(out, true, UTF_8),
          new PrintStream(err, true, UTF_8),
          new Terminal(true, true, true, 80));

  @Test
  void tellsWhatCameOfARunInASentence() {
    report.started("train", "0.1.0");
    report.note("Reading train.csv ...");
    report.header(Sample.network(), Sample.data(), Sample.plan());
    report.epochStarted(1, 1_257);
    report.progress(1, 600, 0.5);
    report.epochFinished(Sample.epoch(1));
    report.finished(Sample.run(Summary.Status.FINISHED));
    report.ended(0);

    assertThat(err.toString(UTF_8)).isEmpty();
    assertThat(out.toString(UTF_8).replaceAll("\\s+", " "))
        .isEqualTo(
            "Finished after 10 epochs in 5.3 s: test loss 0.0891, accuracy 96.8 %."
                + " The model is in out/digits/model. ");
  }

  @Test
  void warnsOnStandardError() {
    report.warning("A worker is slow.");
    assertThat(out.toString(UTF_8)).isEmpty();
    assertThat(err.toString(UTF_8)).contains("Warning: A worker is slow.");
  }

  @Test
  void anEvaluationIsItsFigures() {
    report.evaluation(Sample.regression("test.csv"));
    assertThat(out.toString(UTF_8).lines())
        .containsExactly(
            "data      rows    loss    RMSE     MAE      R²",
            "test.csv    89  0.4912  54.049  43.820  0.5094");
  }

  @Test
  void otherResultsAreALine() {
    report.section("Each round", List.of("much"));
    report.result("10 rows with predictions are in out/p", Map.of("rows", 10));
    assertThat(out.toString(UTF_8).lines())
        .containsExactly("10 rows with predictions are in out/p");
  }
}
