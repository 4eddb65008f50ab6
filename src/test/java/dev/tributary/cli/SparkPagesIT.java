package dev.tributary.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Spark's own pages, its Prometheus endpoint and its sinks show of a run. */
class SparkPagesIT {
  private static final Path DATA = Path.of("data-samples/digits").toAbsolutePath();

  @TempDir private Path folder;
  private String address;

  @Test
  void showHowTrainingGoes() throws Exception {
    int port = freePort();
    address = "http://127.0.0.1:" + port;
    Launch training =
        Launch.start(
            folder,
            "--conf",
            "spark.ui.enabled=true",
            "--conf",
            "spark.ui.port=" + port,
            "--conf",
            "spark.metrics.conf.*.sink.prometheusServlet.class=org.apache.spark.metrics.sink.PrometheusServlet",
            "--conf",
            "spark.metrics.conf.*.sink.prometheusServlet.path=/metrics/prometheus",
            "--conf",
            "spark.metrics.conf.driver.sink.csv.class=org.apache.spark.metrics.sink.CsvSink",
            "--conf",
            "spark.metrics.conf.driver.sink.csv.directory="
                + Files.createDirectory(folder.resolve("csv")),
            "--conf",
            "spark.metrics.conf.driver.sink.csv.period=1",
            "train",
            Path.of("conf/digits.conf").toAbsolutePath().toString(),
            "--set",
            "data.train=" + DATA.resolve("train.csv"),
            "--set",
            "data.test=" + DATA.resolve("test.csv"),
            "--set",
            "training.early-stopping=null",
            "--set",
            "training.epochs=100000",
            "--set",
            "output.dir=out");
    training.awaitLine("3/100000 ");

    List<String> metrics = page("/metrics/prometheus/").lines().toList();
    assertThat(metrics)
        .anyMatch(
            line -> line.matches("metrics_\\w+_driver_tributary_epoch_Number\\{.*} [3-9]\\d*"))
        .anyMatch(
            line -> line.matches("metrics_\\w+_tributary_validation_accuracy_Number\\{.*} 0\\..*"))
        .anyMatch(
            line -> line.matches("metrics_\\w+_tributary_seconds_compute_Number\\{.*} \\d.*"));
    JsonNode application = new ObjectMapper().readTree(page("/api/v1/applications")).get(0);
    JsonNode jobs =
        new ObjectMapper()
            .readTree(page("/api/v1/applications/" + application.path("id").textValue() + "/jobs"));
    assertThat(jobs.findValuesAsText("description"))
        .isNotEmpty()
        .allMatch(text -> text.startsWith("digits: "))
        .anyMatch(text -> text.matches("digits: epoch \\d+, round \\d+"));
    assertThat(jobs.findValuesAsText("jobGroup")).containsOnly("digits");
    assertThat(page("/jobs/")).contains("digits: epoch ").doesNotContain("collect at");

    training.interrupt();
    assertThat(training.finish().code()).isEqualTo(130);
    try (Stream<Path> files = Files.list(folder.resolve("csv"))) {
      Path rounds =
          files
              .filter(file -> file.toString().endsWith(".driver.tributary.rounds.csv"))
              .findFirst()
              .orElseThrow();
      List<String> lines = Files.readAllLines(rounds);
      long told = Long.parseLong(lines.get(lines.size() - 1).split(",", -1)[1]);
      JsonNode summary = new ObjectMapper().readTree(folder.resolve("out/summary.json").toFile());
      assertThat(told).isEqualTo(summary.path("rounds").longValue());
    }
  }

  private String page(String path) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(address + path)).build(), BodyHandlers.ofString())
        .body();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
