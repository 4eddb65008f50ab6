package dev.tributary.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageServerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private PageRun run;
  private PageServer server;

  @BeforeEach
  void start() throws Exception {
    run = Runs.small("job");
    server = PageServer.start(Page.of(run), "127.0.0.1", 0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void servesThePageAndItsFiguresAsTheyAreNow() throws Exception {
    HttpResponse<String> page = get("");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
    assertThat(page.body()).contains("connect-src 'self'", "\"live\":true");

    HttpResponse<String> figures = get("figures");
    String tag = figures.headers().firstValue("ETag").orElseThrow();
    assertThat(JSON.readTree(figures.body()).path("runs").path(0).path("epochs").size())
        .isEqualTo(10);
    HttpRequest again = request("figures").header("If-None-Match", tag).build();
    assertThat(CLIENT.send(again, BodyHandlers.ofString()).statusCode()).isEqualTo(304);

    run.round(Runs.point(51, 11, 2));
    HttpResponse<String> later = CLIENT.send(again, BodyHandlers.ofString());
    assertThat(later.statusCode()).isEqualTo(200);
    JsonNode rounds = JSON.readTree(later.body()).path("runs").path(0).path("rounds").path("round");
    assertThat(rounds.path(rounds.size() - 1).intValue()).isEqualTo(51);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "HEAD"})
  void takesNothing(String method) throws Exception {
    HttpRequest request =
        request("").method(method, HttpRequest.BodyPublishers.ofString("x")).build();
    HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).hasValue("GET");
  }

  @ParameterizedTest
  @ValueSource(strings = {"figures/", "../etc/passwd", "%2e%2e/x", "report.html", "FIGURES"})
  void holdsNothingElse(String path) throws Exception {
    assertThat(raw("GET /" + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 404");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 200",
    "LocalHost:4140, 200",
    "127.0.0.1, 200",
    "[::1]:80, 200",
    "192.168.0.7:4140, 200",
    "evil.example, 421",
    "evil.example:4140, 421",
    "127.0.0.1.evil.example, 421",
    "localhost.evil.example, 421",
    "[evil], 421"
  })
  void isNotFooledByAnotherSitesName(String host, int code) throws Exception {
    String answer = raw("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
    assertThat(answer).startsWith("HTTP/1.1 " + code);
    if (code != 200) {
      assertThat(answer).doesNotContain("figures");
    }
  }

  @Test
  void asksForAName() throws Exception {
    assertThat(raw("GET /figures HTTP/1.0\r\n\r\n")).contains(" 421 ");
  }

  @Test
  void clientsThatHangKeepNobodyWaiting() throws Exception {
    List<Socket> hanging = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.getOutputStream().write("GET /fig".getBytes(StandardCharsets.UTF_8));
        hanging.add(socket);
      }
      Thread.sleep(200);
      long before = System.nanoTime();
      for (int round = 51; round <= 1050; round++) {
        run.round(Runs.point(round, 11, 2));
      }
      server.close();
      assertThat(System.nanoTime() - before).isLessThan(1_000_000_000L);
    } finally {
      for (Socket socket : hanging) {
        socket.close();
      }
    }
  }

  @Test
  void whoComesAfterClientsThatHungIsAnswered() throws Exception {
    List<Socket> hanging = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
      socket.getOutputStream().write("GET /fig".getBytes(StandardCharsets.UTF_8));
      hanging.add(socket);
    }
    Thread.sleep(200);
    for (Socket socket : hanging) {
      socket.close();
    }
    assertThat(get("figures").statusCode()).isEqualTo(200);
  }

  @Test
  void whoWatchesHearsHowTheRunEnded() throws Exception {
    assertThat(JSON.readTree(get("figures").body()).path("runs").path(0).path("status").asText())
        .isEqualTo("running");
    run.failed();
    Thread closing = new Thread(server::close);
    closing.start();
    assertThat(JSON.readTree(get("figures").body()).path("runs").path(0).path("status").asText())
        .isEqualTo("failed");
    closing.join();
    assertThatThrownBy(() -> get("figures")).isInstanceOf(IOException.class);
  }

  @Test
  void itsThreadsKeepNoJvmAlive() throws Exception {
    get("");
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(
            thread ->
                thread.getName().startsWith("HTTP-Dispatcher")
                    || thread.getName().startsWith("live-report"))
        .isNotEmpty()
        .allMatch(Thread::isDaemon);
  }

  @Test
  void saysWhenItsPortIsTaken() {
    assertThatThrownBy(() -> PageServer.start(Page.of(run), "127.0.0.1", port()))
        .isInstanceOf(BindException.class);
  }

  @Test
  void tellsWhetherOthersCanLook() throws Exception {
    assertThat(server.isOpenToOthers()).isFalse();
    assertThat(server.address()).isEqualTo("http://127.0.0.1:" + port() + "/");
    try (PageServer open = PageServer.start(Page.of(run), "0.0.0.0", 0)) {
      assertThat(open.isOpenToOthers()).isTrue();
      assertThat(open.address()).startsWith("http://").doesNotContain("0.0.0.0");
    }
  }

  private HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(request(path).build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(server.address() + path));
  }

  /** What comes back to these very bytes. */
  private String raw(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        InputStream in = socket.getInputStream()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private int port() {
    return URI.create(server.address()).getPort();
  }
}
