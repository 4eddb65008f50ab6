package dev.tributary.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void summaryHoldsWhatTheContractNames() throws IOException {
    String text = Sample.summary(Summary.Status.FINISHED).toJson();

    assertThat(JSON.readTree(text))
        .isEqualTo(
            JSON.readTree(
                """
                {"status": "finished", "parameters": 23110, "workers": 2, "epochs": 10,
                 "rounds": 50, "examples": 12570, "examplesPerSecond": 69833.33333333334,
                 "train": {"loss": 0.02}, "validation": {"loss": 0.0712, "accuracy": 0.981},
                 "test": {"loss": 0.0891},
                 "seconds": {"total": 5.31, "read": 3.1, "rounds": 0.18, "compute": 0.16,
                             "synchronize": 0.02, "evaluate": 1.0, "checkpoint": 0.25},
                 "skippedRows": {"null": 2}, "model": "out/digits/model"}
                """));
    assertThat(text).startsWith("{\n").endsWith("}\n");
  }

  @Test
  void summarySaysWhenItWasInterruptedBeforeAnything() throws IOException {
    Summary summary =
        new Summary(
            Summary.Status.INTERRUPTED,
            1,
            2,
            0,
            0,
            0,
            Map.of("loss", Double.NaN),
            Map.of(),
            Map.of(),
            Map.of(),
            List.of(),
            new Summary.Seconds(1, 1, 0, 0, 0, 0, 0),
            Map.of(),
            "",
            Optional.empty());
    JsonNode json = JSON.readTree(summary.toJson());

    assertThat(json.path("status").textValue()).isEqualTo("interrupted");
    assertThat(json.path("examplesPerSecond").doubleValue()).isZero();
    assertThat(json.path("train").isObject()).isTrue();
    assertThat(json.path("train").isEmpty()).as("NaN is left out").isTrue();
    assertThat(json.path("test").isObject()).isTrue();
  }

  @Test
  void whatClippingDidStandsThereWhereThereIsClipping() throws IOException {
    assertThat(MetricsLog.line(Sample.epoch(3))).doesNotContain("clipping");
    Map<String, Double> clipping = Map.of("share", 0.25);
    EpochReport epoch =
        new EpochReport(
            1, 1, 10, 0.5, Map.of(), clipping, 0.1, 75, 60, 12, 2, List.of(), Optional.empty());
    assertThat(JSON.readTree(MetricsLog.line(epoch)).path("clipping").path("share").doubleValue())
        .isEqualTo(0.25);
  }

  @Test
  void anEpochIsOneLineOfJson() throws IOException {
    String line = MetricsLog.line(Sample.epoch(3));
    JsonNode json = JSON.readTree(line);

    assertThat(line).endsWith("}\n").containsOnlyOnce("\n");
    assertThat(json.path("epoch").intValue()).isEqualTo(3);
    assertThat(json.path("rounds").intValue()).isEqualTo(15);
    assertThat(json.path("examples").intValue()).isEqualTo(1257);
    assertThat(json.path("loss").doubleValue()).isEqualTo(0.5 / 3);
    assertThat(json.path("validation").path("accuracy").doubleValue()).isEqualTo(0.97);
    assertThat(json.path("learningRate").doubleValue()).isEqualTo(0.05);
    assertThat(json.path("seconds").doubleValue()).isEqualTo(1.234);
    assertThat(json.path("computeSeconds").doubleValue()).isEqualTo(0.016);
    assertThat(json.path("synchronizeSeconds").doubleValue()).isEqualTo(0.002);
    assertThat(json.path("examplesPerSecond").doubleValue()).isCloseTo(69_833.3, within(0.1));
  }
}
