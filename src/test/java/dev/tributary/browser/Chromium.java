package dev.tributary.browser;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A headless Chromium with a profile of its own, spoken to by its DevTools protocol. It asks for
 * nothing by itself; what it leaves goes with its profile.
 */
public final class Chromium implements AutoCloseable {
  /** Where it may be, besides the path. */
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");

  private static final String LISTENING = "DevTools listening on ";

  private final Process process;
  private final DevTools devTools;

  private Chromium(Process process, DevTools devTools) {
    this.process = process;
    this.devTools = devTools;
  }

  /** The program, if it is installed. */
  public static Optional<Path> program() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it.
   *
   * @param profile a folder that nothing else uses
   */
  public static Chromium start(Path program, Path profile) throws Exception {
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile)
            .redirectErrorStream(true)
            .start();
    try {
      BufferedReader said =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String line = said.readLine();
      StringBuilder all = new StringBuilder();
      while (line != null && !line.startsWith(LISTENING)) {
        all.append(line).append('\n');
        line = said.readLine();
      }
      if (line == null) {
        throw new IOException("Chromium ended: " + all);
      }
      drain(said);
      URI address = URI.create(line.substring(LISTENING.length()).strip());
      return new Chromium(process, DevTools.connect(HttpClient.newHttpClient(), address));
    } catch (Exception failed) {
      process.destroyForcibly();
      throw failed;
    }
  }

  /**
   * An empty page.
   *
   * @param scheme {@code light} or {@code dark}
   * @param width CSS pixels
   */
  public Tab tab(String scheme, int width, int height) throws Exception {
    String target =
        devTools
            .call("", "Target.createTarget", Map.of("url", "about:blank"))
            .path("targetId")
            .asText();
    String session =
        devTools
            .call("", "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
            .path("sessionId")
            .asText();
    for (String domain : Arrays.asList("Page", "Runtime", "Log", "Network")) {
      devTools.call(session, domain + ".enable", Map.of());
    }
    Tab tab = new Tab(devTools, session);
    tab.look(scheme, width, height);
    return tab;
  }

  private static void drain(BufferedReader said) {
    Thread reader = new Thread(() -> said.lines().forEach(line -> {}), "chromium-output");
    reader.setDaemon(true);
    reader.start();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
  }
}
