package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.cli.Workplace.Outcome;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class DiagnoseCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Test
  void showsALineForEachLayerTwiceAndWritesNothing() throws Exception {
    Workplace place = new Workplace(folder);
    String job = place.classesJob().toString();
    Outcome outcome = Workplace.run("diagnose", job, "--steps", "5");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out())
        .contains("At initialization: loss ", "After 5 steps: loss ", "Findings")
        .contains("satur.", "dead", "gradient", "of last", "by output", "update");
    for (String layer :
        List.of("input", "dense_1 ", "batch_normalization_1", "activation_1 (elu)", "dropout_1")) {
      assertThat(outcome.out().lines().filter(line -> line.strip().startsWith(layer))).hasSize(2);
    }
    assertThat(outcome.out().lines()).allMatch(line -> line.length() <= 100);
    assertThat(place.output()).doesNotExist();
  }

  @Test
  void jsonIsAllThatStandsOnStandardOutput() throws Exception {
    Workplace place = new Workplace(folder);
    String job = place.classesJob().toString();
    Outcome outcome = Workplace.run("diagnose", job, "--steps", "0", "--json");
    JsonNode json = JSON.readTree(outcome.out());

    assertThat(outcome.err()).contains("Reading ");
    assertThat(json.path("measurements")).hasSize(1);
    JsonNode layers = json.path("measurements").path(0).path("layers");
    assertThat(layers).hasSize(6);
    assertThat(layers.path(0).path("layer").textValue()).isEqualTo("dense_1");
    assertThat(layers.path(0).path("gradientNorm").doubleValue()).isPositive();
    assertThat(layers.path(2).has("gradientNorm")).isFalse();
    assertThat(json.path("findings").isArray()).isTrue();
  }

  @Test
  void drawsBothMeasurements() throws Exception {
    Workplace place = new Workplace(folder);
    Path job = Files.copy(place.classesJob(), place.path("a & b.conf"));
    Path drawing = place.path("plots/depth.svg");
    Outcome outcome =
        Workplace.run("diagnose", job.toString(), "--steps", "3", "--svg", drawing.toString());

    assertThat(outcome.code()).as(outcome.err()).isZero();
    Document svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(Files.readAllBytes(drawing)));
    assertThat(svg.getElementsByTagName("title").item(0).getTextContent()).contains("a & b.conf");
    assertThat(svg.getElementsByTagName("desc").getLength()).isOne();
    assertThat(Files.readString(drawing))
        .contains("prefers-color-scheme: dark", "at initialization", "after 3 steps", "dense_2");
  }

  @Test
  void aDrawingThatCannotBeWrittenIsAFailureOfStorage() throws Exception {
    Workplace place = new Workplace(folder);
    String job = place.classesJob().toString();
    String drawing = job + "/depth.svg";
    place.refuses(
        5,
        () -> Workplace.run("diagnose", job, "--steps", "0", "--svg", drawing),
        "Can't draw into",
        "is a file");
  }

  @Test
  void refusesWrongArgumentsAndJobs() throws Exception {
    Workplace place = new Workplace(folder);
    String job = place.classesJob().toString();
    place.refuses(
        2, () -> Workplace.run("diagnose", job, "--steps", "-1"), "Invalid --steps", "found -1");
    place.refuses(
        2,
        () -> Workplace.run("diagnose", job, "--set", "report.diagnose-evry=1"),
        "did you mean diagnose-every");
  }

  @Test
  void manySigmoidsWithLargeWeightsSaturateOnDigits() {
    Outcome outcome =
        digits("{type=dense,units=100,activation=sigmoid,initializer{type=normal,stddev=1}}");

    assertThat(outcome.out())
        .contains("of the values of dense_", "(sigmoid)")
        .containsPattern(
            "The cause:\\s+sigmoid\\s+with\\s+initial\\s+weights\\s+normal\\(stddev\\s+1\\.0\\)")
        .containsPattern(
            "initializer\\s+normal\\(stddev\\s+1\\.0\\)\\s+doesn't\\s+suit\\s+sigmoid");
  }

  @Test
  void normalizedReluIsHealthyOnDigits() {
    Outcome outcome =
        digits(
            "{type=dense,units=100,initializer=he_normal},batch_normalization,"
                + "{type=activation,function=relu}");

    assertThat(outcome.out()).contains("Nothing wrong was found");
  }

  @Test
  void trainingKeepsTheFiguresOfTheEpochsThatAsk() throws Exception {
    Workplace place = new Workplace(folder);
    place.classesJob();
    Outcome outcome = place.train("report.diagnose-every=2");

    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(place.metrics().get(0).has("diagnosis")).isFalse();
    assertThat(place.metrics().get(1).path("diagnosis")).hasSize(6);
    assertThat(place.metrics().get(1).path("diagnosis").path(0).path("updateRatio").doubleValue())
        .isPositive();
    assertThat(place.summary().path("findings").isArray()).isTrue();
    assertThat(outcome.out()).contains("Findings");

    assertThat(place.train().code()).isZero();
    assertThat(place.summary().has("findings")).isFalse();
    assertThat(place.metrics().get(1).has("diagnosis")).isFalse();
  }

  private static Outcome digits(String layer) {
    List<String> layers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      layers.add(layer);
    }
    layers.add("{type=dense,units=10,activation=softmax}");
    Outcome outcome =
        Workplace.run(
            "diagnose",
            "conf/digits.conf",
            "--steps",
            "50",
            "--set",
            "averaging.workers=2",
            "--set",
            "training.learning-rate=0.01",
            "--set",
            "model.layers=[" + String.join(",", layers) + "]");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome;
  }
}
