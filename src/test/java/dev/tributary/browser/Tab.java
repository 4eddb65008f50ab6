package dev.tributary.browser;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A page in Chromium, what it asked for and what went wrong in it. */
public final class Tab {
  private static final long PATIENCE_MILLIS = 60_000;

  private final DevTools devTools;
  private final String session;

  Tab(DevTools devTools, String session) {
    this.devTools = devTools;
    this.session = session;
  }

  /** The page as it would be seen in a color scheme and a window of some size. */
  public void look(String scheme, int width, int height) throws Exception {
    devTools.call(
        session,
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    devTools.call(
        session,
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
  }

  /** Opens an address, and waits until an expression is true there. */
  public void open(String url, String ready) throws Exception {
    devTools.call(session, "Page.navigate", Map.of("url", url));
    await(ready);
  }

  /** Waits until an expression is true. */
  public void await(String expression) throws Exception {
    long end = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (!evaluate("!!(" + expression + ")").asBoolean()) {
      if (System.currentTimeMillis() > end) {
        throw new IOException("Not true in time: " + expression + "; " + problems());
      }
      Thread.sleep(20);
    }
  }

  /** What a JavaScript expression gives, as JSON; promises are awaited. */
  public JsonNode evaluate(String expression) throws Exception {
    JsonNode given =
        devTools.call(
            session,
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (given.has("exceptionDetails")) {
      throw new IOException(expression + ": " + given.path("exceptionDetails"));
    }
    return given.path("result").path("value");
  }

  /** Presses a key, such as {@code Tab} or {@code Enter}. */
  public void press(String key) throws Exception {
    int code =
        switch (key) {
          case "Tab" -> 9;
          case "Enter" -> 13;
          case "ArrowRight" -> 39;
          case "End" -> 35;
          default -> throw new IllegalArgumentException(key);
        };
    String text = key.equals("Enter") ? "\r" : "";
    devTools.call(
        session,
        "Input.dispatchKeyEvent",
        Map.of(
            "type",
            "keyDown",
            "key",
            key,
            "code",
            key,
            "windowsVirtualKeyCode",
            code,
            "text",
            text));
    devTools.call(
        session,
        "Input.dispatchKeyEvent",
        Map.of("type", "keyUp", "key", key, "code", key, "windowsVirtualKeyCode", code));
  }

  /** The whole page as a PNG image. */
  public byte[] screenshot() throws Exception {
    String data =
        devTools
            .call(
                session,
                "Page.captureScreenshot",
                Map.of("format", "png", "captureBeyondViewport", true))
            .path("data")
            .asText();
    return Base64.getDecoder().decode(data);
  }

  /** Each address that was asked for. */
  public List<String> requests() {
    return devTools.events(session).stream()
        .filter(event -> event.path("method").asText().equals("Network.requestWillBeSent"))
        .map(event -> event.path("params").path("request").path("url").asText())
        .toList();
  }

  /** Errors of scripts, and all that was written to the console as an error or a warning. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    for (JsonNode event : devTools.events(session)) {
      JsonNode parameters = event.path("params");
      switch (event.path("method").asText()) {
        case "Runtime.exceptionThrown" -> problems.add(parameters.toString());
        case "Runtime.consoleAPICalled" -> {
          if (List.of("error", "warning", "assert").contains(parameters.path("type").asText())) {
            problems.add(parameters.toString());
          }
        }
        case "Log.entryAdded" -> {
          if (!List.of("verbose", "info")
              .contains(parameters.path("entry").path("level").asText())) {
            problems.add(parameters.toString());
          }
        }
        default -> {}
      }
    }
    return problems;
  }
}
