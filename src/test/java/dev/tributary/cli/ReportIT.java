package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.browser.Chromium;
import dev.tributary.browser.Tab;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report in a real browser: the file, and the page of a training that runs. */
class ReportIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path DATA = Path.of("data-samples/digits").toAbsolutePath();
  private static final Path PICTURES = Path.of("target/screenshots").toAbsolutePath();
  private static final String READY = "document.documentElement?.dataset.ready";
  private static final String HOSTILE = "</script><script>document.title='owned'</script>";
  private static final String HOSTILE_TOO = "<img src=http://127.0.0.1:1/x onerror=\"throw 1\">";

  @TempDir private static Path profile;
  private static Chromium chromium;

  @TempDir private Path folder;

  @BeforeAll
  static void startBrowser() throws Exception {
    Optional<Path> program = Chromium.program();
    if (!"true".equals(System.getenv("CI"))) {
      assumeTrue(
          program.isPresent(),
          "The report isn't looked at: install Chromium, on Debian by apt-get install chromium");
    }
    chromium =
        Chromium.start(
            program.orElseThrow(
                () -> new IllegalStateException("There is no Chromium, which .ci/run installs")),
            profile);
    Files.createDirectories(PICTURES);
  }

  @AfterAll
  static void endBrowser() {
    if (chromium != null) {
      chromium.close();
    }
  }

  @Test
  void followsATrainingAndKeepsWhatItShowed() throws Exception {
    int port = freePort();
    Launch training =
        Launch.start(
            folder,
            "train",
            Path.of("conf/digits.conf").toAbsolutePath().toString(),
            "--set",
            "data.train=" + DATA.resolve("train.csv"),
            "--set",
            "data.test=" + DATA.resolve("test.csv"),
            "--set",
            "training.epochs=100000",
            "--set",
            "report={ live = true, diagnose-every = 1, port = " + port + " }",
            "--set",
            "output.dir=out");
    Tab tab = chromium.tab("light", 1280, 900);
    try {
      training.awaitLine("Live report: http://127.0.0.1:" + port + "/");
      tab.open("http://127.0.0.1:" + port + "/", READY);
      assertThat(tab.evaluate("shown.runs[0].status").asText()).isEqualTo("running");
      tab.await("shown.runs[0].epochs.length > 2");
      int before = tab.evaluate("shown.runs[0].epochs.length").intValue();
      tab.await("shown.runs[0].epochs.length > " + before);
      assertDrawn(tab);
      assertThat(tab.evaluate("document.querySelector('.status').textContent").asText())
          .isEqualTo("Training");
      training.interrupt();
      tab.await("shown.runs[0].status === 'interrupted'");
      assertThat(tab.evaluate("document.querySelector('header').textContent").asText())
          .contains("Interrupted", "out/report.html holds this page");
      assertThat(training.finish().code()).isEqualTo(130);
      assertThat(tab.requests()).allMatch(url -> url.startsWith("http://127.0.0.1:" + port + "/"));
      assertThat(tab.problems()).isEmpty();
    } finally {
      training.kill();
    }
    Files.write(PICTURES.resolve("live.png"), tab.screenshot());
    Path report = folder.resolve("out/report.html");
    assertThat(Files.size(report)).isLessThan(2_000_000);
    List<JsonNode> epochs = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("out/metrics.jsonl"))) {
      epochs.add(JSON.readTree(line));
    }
    for (String scheme : List.of("light", "dark")) {
      for (int width : List.of(1280, 390)) {
        assertShows(report, scheme, width, epochs);
      }
    }
  }

  /** The file of a run, looked at in one way. */
  private void assertShows(Path report, String scheme, int width, List<JsonNode> epochs)
      throws Exception {
    Tab tab = chromium.tab(scheme, width, 900);
    tab.open(report.toUri().toString(), READY);
    assertDrawn(tab);
    assertThat(tab.evaluate("document.documentElement.scrollWidth").intValue())
        .as("no sideways scroll at %d", width)
        .isLessThanOrEqualTo(width);
    boolean dark = tab.evaluate("matchMedia('(prefers-color-scheme: dark)').matches").asBoolean();
    assertThat(dark).isEqualTo(scheme.equals("dark"));
    int brightness =
        tab.evaluate("parseInt(getComputedStyle(document.body).backgroundColor.slice(4))")
            .intValue();
    assertThat(brightness > 127).as("light paper").isNotEqualTo(dark);
    assertPlotted(tab, epochs);
    assertThat(tab.evaluate("document.querySelectorAll('.matrix tbody td').length").intValue())
        .isEqualTo(100);
    assertKeyboardReachesTheFigures(tab, epochs);
    Files.write(PICTURES.resolve("report-%s-%d.png".formatted(scheme, width)), tab.screenshot());
    assertThat(tab.requests()).containsOnly(report.toUri().toString());
    assertThat(tab.problems()).isEmpty();
  }

  /** Every drawing that there is has ink in it. */
  private static void assertDrawn(Tab tab) throws Exception {
    JsonNode ink =
        tab.evaluate(
            """
            [...charts].filter(chart => !chart.node.hidden).map(chart => {
              const canvas = chart.node.querySelector('canvas');
              const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
              copy.drawImage(canvas, 0, 0);
              const pixels = copy.getImageData(0, 0, canvas.width, canvas.height).data;
              let ink = 0;
              for (let i = 3; i < pixels.length; i += 4) ink += pixels[i] > 0;
              return [chart.node.querySelector('h3').textContent, ink];
            })""");
    assertThat(ink.size()).isGreaterThanOrEqualTo(9);
    assertThat(ink)
        .allSatisfy(
            chart -> assertThat(chart.path(1).intValue()).as(chart.toString()).isGreaterThan(800));
  }

  /** Of the losses by epoch, each point has its line's color where the figures say it is. */
  private static void assertPlotted(Tab tab, List<JsonNode> epochs) throws Exception {
    JsonNode plotted =
        tab.evaluate(
            """
            (() => {
              const { plot, model } = [...charts].find(chart => chart.node.textContent.startsWith('Loss by epoch'));
              const canvas = plot.ctx.canvas;
              const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
              copy.drawImage(canvas, 0, 0);
              const parse = text => [1, 3, 5].map(at => parseInt(text.slice(at, at + 2), 16));
              return model.series.map((series, s) => {
                const hue = parse(color(s));
                return series.values.map((value, i) => {
                  const x = Math.round(plot.valToPos(model.x.values[i], 'x', true));
                  const y = Math.round(plot.valToPos(value, 'y', true));
                  const near = copy.getImageData(x - 2, y - 2, 5, 5).data;
                  let hit = false;
                  for (let at = 0; at < near.length; at += 4) {
                    hit ||= near[at + 3] > 200 && hue.every((part, k) => Math.abs(near[at + k] - part) < 40);
                  }
                  return [value, hit];
                });
              });
            })()""");
    assertThat(plotted.size()).isEqualTo(2);
    int hits = 0;
    for (int i = 0; i < epochs.size(); i++) {
      assertThat(plotted.path(0).path(i).path(0).doubleValue())
          .isEqualTo(epochs.get(i).path("loss").doubleValue());
      assertThat(plotted.path(1).path(i).path(0).doubleValue())
          .isEqualTo(epochs.get(i).path("validation").path("loss").doubleValue());
      hits += plotted.path(1).path(i).path(1).asBoolean() ? 1 : 0;
    }
    // The second line is dashed: where there are many points, some fall between dashes.
    assertThat(hits).isGreaterThanOrEqualTo(epochs.size() / 3);
    assertThat(plotted.path(0).path(0).path(1).asBoolean()).isTrue();
  }

  /** By Tab to the first drawing, its values by arrow keys, then to its table, opened by Enter. */
  private static void assertKeyboardReachesTheFigures(Tab tab, List<JsonNode> epochs)
      throws Exception {
    String focus = "document.activeElement";
    for (int i = 0; i < 20 && !tab.evaluate(focus + ".matches('.chart')").asBoolean(); i++) {
      tab.press("Tab");
    }
    assertThat(tab.evaluate(focus + ".getAttribute('aria-label')").asText())
        .startsWith("Loss by epoch. Training loss from ");
    tab.press("ArrowRight");
    tab.press("ArrowRight");
    assertThat(tab.evaluate(focus + ".previousElementSibling.textContent").asText())
        .startsWith("epoch 2");
    tab.press("Tab");
    assertThat(tab.evaluate(focus + ".textContent").asText()).isEqualTo("Figures as a table");
    tab.press("Enter");
    tab.await(focus + ".parentElement.querySelectorAll('tbody tr').length === " + epochs.size());
    tab.press("Enter");
  }

  @Test
  void comparesRunsAndRunsNothingThatTheDataHold() throws Exception {
    Workplace place = new Workplace(folder);
    place.classesJob();
    for (String file : List.of("train.csv", "test.csv")) {
      List<String> lines = new ArrayList<>();
      for (String line : Files.readAllLines(place.path(file))) {
        lines.add(
            line.replaceFirst(",0$", ",\"" + HOSTILE + "\"")
                .replaceFirst(",1$", ",\"" + HOSTILE_TOO.replace("\"", "\"\"") + "\"")
                .replaceFirst(",2$", ",plain"));
      }
      Files.write(place.path(file), lines);
    }
    String job = place.path("job.conf").toString();
    for (String name : List.of("plain", "wild")) {
      place.write(
          name + ".conf",
          "include file(\"" + job + "\")",
          "output.dir = \"" + place.path("out/" + name) + "\"",
          name.equals("wild") ? "training.learning-rate = 1e30" : "",
          "data.options { quote = \"\\\"\", escape = \"\\\"\" }");
    }
    Workplace.Outcome outcome =
        Workplace.run(
            "compare", place.path("plain.conf").toString(), place.path("wild.conf").toString());
    assertThat(outcome.code()).as(outcome.out() + outcome.err()).isZero();
    Path comparison = place.path("out/comparison.html");
    assertThat(outcome.out()).contains("Report: " + comparison);

    Tab beside = chromium.tab("light", 1280, 900);
    beside.open(comparison.toUri().toString(), READY);
    assertThat(
            beside.evaluate("document.querySelector('#comparison tbody').rows.length").intValue())
        .isEqualTo(2);
    assertThat(beside.evaluate("document.querySelector('#comparison').textContent").asText())
        .contains("plain", "diverged");
    assertThat(
            beside
                .evaluate("charts.values().next().value.model.series[0].values.length")
                .intValue())
        .isEqualTo(3);
    assertThat(beside.problems()).isEmpty();
    Files.write(PICTURES.resolve("comparison.png"), beside.screenshot());

    Tab tab = chromium.tab("light", 390, 900);
    Path report = place.path("out/plain/report.html");
    tab.open(report.toUri().toString(), READY);
    assertThat(tab.evaluate("document.title").asText()).endsWith("Tributary");
    assertThat(
            tab.evaluate(
                "[...document.querySelectorAll('.matrix tbody th')].map(e => e.textContent)"))
        .extracting(JsonNode::asText)
        .contains(HOSTILE, HOSTILE_TOO);
    assertThat(tab.evaluate("document.querySelectorAll('img').length").intValue()).isZero();
    assertThat(tab.evaluate("document.documentElement.scrollWidth").intValue()).isEqualTo(390);
    assertThat(tab.requests()).containsOnly(report.toUri().toString());
    assertThat(tab.problems()).isEmpty();
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
