package dev.tributary.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleEventsTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ConsoleReport report = ConsoleReport.events(new PrintStream(bytes, true, UTF_8));

  private List<JsonNode> lines() throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : bytes.toString(UTF_8).split("\n", -1)) {
      if (!line.isEmpty()) {
        lines.add(new ObjectMapper().readTree(line));
      }
    }
    return lines;
  }

  @Test
  void tellsAWholeRun() throws Exception {
    report.started("train", "0.1.0");
    report.header(Sample.network(), Sample.data(), Sample.plan());
    report.epochStarted(1, 1_257);
    report.epochFinished(Sample.epoch(1));
    report.warning("A worker is slow.");
    report.finished(Sample.run(Summary.Status.FINISHED));
    report.ended(0);

    List<JsonNode> lines = lines();
    assertThat(lines)
        .extracting(line -> line.path("event").textValue())
        .containsExactly(
            "started",
            "network",
            "data",
            "plan",
            "epoch",
            "warning",
            "evaluation",
            "evaluation",
            "summary",
            "finished");
    assertThat(lines)
        .allSatisfy(
            line ->
                assertThat(Instant.parse(line.path("time").textValue())).isBefore(Instant.now()));
    assertThat(lines.get(1).path("layers").get(0).path("layer").textValue()).isEqualTo("dense_1");
    assertThat(lines.get(1).path("layers").get(0).path("parameters").intValue()).isEqualTo(19_500);
    assertThat(lines.get(2).path("parts").get(0).path("rows").intValue()).isEqualTo(1_257);
    assertThat(lines.get(3).path("batchSize").intValue()).isEqualTo(128);
    assertThat(lines.get(4).path("loss").doubleValue()).isEqualTo(0.5);
    assertThat(lines.get(7).path("classes").get(1).path("rows").intValue()).isEqualTo(40);
    assertThat(lines.get(8).path("status").textValue()).isEqualTo("finished");
    assertThat(lines.get(9).path("code").intValue()).isZero();
  }

  @Test
  void isAsciiWhateverTheOutputsCharacters() throws Exception {
    report.note("größer als 28×28 \n\u001b[1m");
    assertThat(bytes.toString(UTF_8).chars()).allMatch(c -> c < 128);
    assertThat(bytes.toString(UTF_8).chars().filter(c -> c < 32)).containsExactly((int) '\n');
    assertThat(lines().get(0).path("text").textValue()).isEqualTo("größer als 28×28 \n\u001b[1m");
  }

  @Test
  void tellsProgressAtMostOnceASecond() throws Exception {
    report.epochStarted(3, 1_000);
    report.progress(41, 100, 0.5);
    assertThat(lines()).isEmpty();
    Thread.sleep(1_050);
    report.progress(42, 500, 0.25);
    report.progress(43, 510, 0.25);
    JsonNode progress = lines().get(0);
    assertThat(lines()).hasSize(1);
    assertThat(progress.path("event").textValue()).isEqualTo("progress");
    assertThat(progress.path("epoch").intValue()).isEqualTo(3);
    assertThat(progress.path("round").intValue()).isEqualTo(42);
    assertThat(progress.path("examples").intValue()).isEqualTo(500);
    assertThat(progress.path("of").intValue()).isEqualTo(1_000);
    double rate = progress.path("examplesPerSecond").doubleValue();
    assertThat(rate).isBetween(50.0, 500 / 1.05);
    assertThat(progress.path("secondsLeft").doubleValue()).isEqualTo(500 / rate);
  }

  @Test
  void anErrorSaysWhatThePersonIsTold() throws Exception {
    report.failed(3, "There is no data at tran.csv.");
    assertThat(lines().get(0).path("event").textValue()).isEqualTo("error");
    assertThat(lines().get(0).path("code").intValue()).isEqualTo(3);
    assertThat(lines().get(0).path("message").textValue())
        .isEqualTo("There is no data at tran.csv.");
  }

  @Test
  void aResultIsItsFigures() throws Exception {
    report.result("10 rows with predictions are in out/p", Map.of("rows", 10));
    assertThat(lines().get(0).path("event").textValue()).isEqualTo("result");
    assertThat(lines().get(0).path("rows").intValue()).isEqualTo(10);
  }
}
