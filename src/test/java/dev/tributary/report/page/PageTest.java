package dev.tributary.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.report.Comparison;
import dev.tributary.report.MetricsLog;
import dev.tributary.report.Sample;
import dev.tributary.report.Summary;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HOSTILE =
      "</script><script>alert(1)</script><!-- & %%script%% \u2028\u2029 \" ' <img src=x onerror=alert(1)>";

  @Test
  void holdsTheFiguresOfARun() throws Exception {
    PageRun run = Runs.small("conf/digits.conf");
    run.finished(
        Sample.summary(Summary.Status.FINISHED),
        List.of(Sample.classification("test", 3, List.of())));
    JsonNode figures = figures(html(Page.of(run)));

    assertThat(figures.path("live").booleanValue()).isFalse();
    JsonNode one = figures.path("runs").path(0);
    assertThat(one.path("name").asText()).isEqualTo("conf/digits.conf");
    assertThat(one.path("status").asText()).isEqualTo("finished");
    assertThat(one.path("epochs").size()).isEqualTo(10);
    assertThat(one.path("epochs").path(3))
        .isEqualTo(JSON.readTree(MetricsLog.line(Sample.epoch(4))));
    assertThat(one.path("rounds").path("round").size()).isEqualTo(50);
    assertThat(one.path("summary"))
        .isEqualTo(JSON.readTree(Sample.summary(Summary.Status.FINISHED).toJson()));
    JsonNode evaluation = one.path("evaluations").path(0);
    assertThat(evaluation.path("confusion").toString()).isEqualTo("[[40,0,0],[0,39,1],[2,0,38]]");
    assertThat(evaluation.path("classes").path(1).path("recall").doubleValue())
        .isEqualTo(39.0 / 40);
    assertThat(evaluation.path("classes").path(2).path("precision").doubleValue())
        .isEqualTo(38.0 / 39);
    assertThat(one.path("network").path("rows").path(1).path("layer").asText())
        .isEqualTo("batch_normalization_1");
    assertThat(one.path("provenance").path("seed").asText()).isEqualTo("42");
  }

  @Test
  void namesNeverBecomeMarkup() throws Exception {
    PageRun plain = Runs.small("plain");
    PageRun run = Runs.empty(HOSTILE, HOSTILE);
    run.finished(
        Sample.summary(Summary.Status.FINISHED),
        List.of(Sample.classification("test", 3, List.of(HOSTILE, "b", "c"))));
    String html = html(Page.of(run));

    assertThat(count(html, "<script")).isEqualTo(count(html(Page.of(plain)), "<script"));
    assertThat(count(html, "</script")).isEqualTo(count(html(Page.of(plain)), "</script"));
    assertThat(html).doesNotContain("<img", "alert(1)</script", "\u2028", "\u2029");
    JsonNode one = figures(html).path("runs").path(0);
    assertThat(one.path("name").asText()).isEqualTo(HOSTILE);
    assertThat(one.path("job").asText()).isEqualTo(HOSTILE);
    assertThat(one.path("evaluations").path(0).path("classes").path(0).path("name").asText())
        .contains("</script><script>alert(1)</script><!-- & %%script%%");
  }

  @Test
  void thePolicyAllowsWhatIsInThePageAndNothingElse() throws Exception {
    String html = html(Page.of(Runs.small("job")));
    Matcher policy =
        Pattern.compile("Content-Security-Policy\" content=\"([^\"]*)\"").matcher(html);
    assertThat(policy.find()).isTrue();
    assertThat(policy.group(1))
        .startsWith("default-src 'none'; ")
        .contains("connect-src 'none'", "base-uri 'none'", "form-action 'none'", "img-src data:")
        .doesNotContain("unsafe", "http", "*");
    Matcher inline = Pattern.compile("<(script|style)>(.*?)</\\1>", Pattern.DOTALL).matcher(html);
    int seen = 0;
    while (inline.find()) {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest(inline.group(2).getBytes(StandardCharsets.UTF_8));
      assertThat(policy.group(1)).contains("'sha256-" + Base64.getEncoder().encodeToString(hash));
      seen++;
    }
    assertThat(seen).isEqualTo(3);
    assertThat(html).doesNotContain("%%", " src=\"", "@import", "url(");
    assertThat(html).contains("uPlot", "Permission is hereby granted");
  }

  @Test
  void aLongRunStaysSmall() {
    PageRun run = Runs.empty("long", "");
    for (int round = 1; round <= 100_000; round++) {
      run.round(Runs.point(round, round, 64));
      run.epochs(MetricsLog.line(Sample.epoch(round)));
    }
    String html = html(Page.of(run));
    assertThat(html.length()).isLessThan(2_000_000);
  }

  @Test
  void manyClassesGiveTheWeakestAndTheWorstMistakes() throws Exception {
    PageRun run = Runs.empty("many", "");
    run.finished(
        Sample.summary(Summary.Status.FINISHED),
        List.of(Sample.classification("test", 1000, List.of())));
    JsonNode evaluation =
        figures(html(Page.of(run))).path("runs").path(0).path("evaluations").path(0);

    assertThat(evaluation.has("confusion")).isFalse();
    assertThat(evaluation.path("classCount").intValue()).isEqualTo(1000);
    assertThat(evaluation.path("classes").size()).isEqualTo(EvaluationTree.MOST_CLASSES);
    // Of 40 rows, 3 are taken for the next class.
    assertThat(evaluation.path("mistakes").path(0).path("share").doubleValue()).isEqualTo(3.0 / 40);
  }

  @Test
  void aDiagnosisIsAPlaneOverDepthAndTime() throws Exception {
    PageRun run = Runs.empty("diagnosed", "");
    run.epochs(
        """
        {"epoch":1,"loss":1.5,"diagnosis":[{"layer":"dense_1","kind":"dense","mean":0.1,"deviation":1.25},{"layer":"relu_1","kind":"relu","dead":0.5}]}
        {"epoch":2,"loss":1.4}
        {"epoch":3,"loss":1.3,"diagnosis":[{"layer":"dense_1","kind":"dense","mean":0.2},{"layer":"relu_1","kind":"relu","dead":0.75}]}
        """);
    JsonNode one = figures(html(Page.of(run))).path("runs").path(0);
    JsonNode diagnosis = one.path("diagnosis");

    assertThat(diagnosis.path("epochs").toString()).isEqualTo("[1,3]");
    assertThat(diagnosis.path("layers").path(1).path("layer").asText()).isEqualTo("relu_1");
    assertThat(diagnosis.path("figures").path("dead").toString())
        .isEqualTo("[[null,null],[0.5,0.75]]");
    assertThat(diagnosis.path("figures").path("deviation").toString())
        .isEqualTo("[[1.25,null],[null,null]]");
    assertThat(one.path("epochs").path(0).has("diagnosis")).isFalse();
  }

  @Test
  void aDeepDiagnosisOfManyEpochsStaysSmall() throws Exception {
    PageRun run = Runs.empty("deep", "");
    String layers = "{\"layer\":\"dense\",\"kind\":\"dense\",\"mean\":0.123456789},".repeat(100);
    for (int epoch = 1; epoch <= 500; epoch++) {
      run.epochs(
          "{\"epoch\":%d,\"diagnosis\":[%s]}\n"
              .formatted(epoch, layers.substring(0, layers.length() - 1)));
    }
    JsonNode epochs =
        figures(html(Page.of(run))).path("runs").path(0).path("diagnosis").path("epochs");
    assertThat(epochs.size()).isEqualTo(DiagnosisTree.MOST_CELLS / 100);
    assertThat(epochs.path(0).intValue()).isEqualTo(1);
    assertThat(epochs.path(epochs.size() - 1).intValue()).isEqualTo(500);
  }

  @Test
  void rollbacksStayWhenEpochsAreThinned() throws Exception {
    PageRun run = Runs.empty("wild", "");
    for (int epoch = 1; epoch <= 3000; epoch++) {
      run.epochs(
          epoch == 1002
              ? "{\"epoch\":1002,\"rollbacks\":[{\"epoch\":1002,\"round\":7,\"reason\":\"the loss\"}]}"
              : "{\"epoch\":%d}".formatted(epoch));
    }
    JsonNode rollbacks = figures(html(Page.of(run))).path("runs").path(0).path("rollbacks");
    assertThat(rollbacks.path(0).path("round").intValue()).isEqualTo(7);
  }

  @Test
  void severalRunsStandBesideOneAnother() throws Exception {
    Comparison comparison =
        new Comparison(Optional.of(new Comparison.Target("loss", 0.5)), List.of());
    JsonNode figures =
        figures(html(Page.of(comparison, List.of(Runs.small("a"), Runs.small("b")))));
    assertThat(figures.path("runs").size()).isEqualTo(2);
    assertThat(figures.path("comparison")).isEqualTo(JSON.readTree(comparison.toJson()));
  }

  private static String html(Page page) {
    return new String(page.html(), StandardCharsets.UTF_8);
  }

  /** The figures that stand in a page, as a browser would find them. */
  private static JsonNode figures(String html) throws Exception {
    String start = "<script type=\"application/json\" id=\"figures\">";
    int from = html.indexOf(start) + start.length();
    return JSON.readTree(html.substring(from, html.indexOf("</script>", from)));
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }
}
