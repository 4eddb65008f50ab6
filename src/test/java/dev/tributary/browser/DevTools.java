package dev.tributary.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Chromium's DevTools protocol: calls and their answers, and the events that come between. */
final class DevTools implements WebSocket.Listener {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PATIENCE_SECONDS = 60;

  private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
  private final List<JsonNode> events = new CopyOnWriteArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final StringBuilder piece = new StringBuilder();
  private WebSocket socket;

  private DevTools() {}

  static DevTools connect(HttpClient client, URI address) {
    DevTools own = new DevTools();
    own.socket = client.newWebSocketBuilder().buildAsync(address, own).join();
    return own;
  }

  /**
   * Calls a method, and waits for what it gives.
   *
   * @param session of a page; empty for the browser itself
   */
  JsonNode call(String session, String method, Map<String, ?> parameters) throws Exception {
    int id = calls.incrementAndGet();
    ObjectNode call = JSON.createObjectNode().put("id", id).put("method", method);
    call.set("params", JSON.valueToTree(parameters));
    if (!session.isEmpty()) {
      call.put("sessionId", session);
    }
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    asked.put(id, answer);
    socket.sendText(JSON.writeValueAsString(call), true).join();
    JsonNode given = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (given.has("error")) {
      throw new IOException(method + ": " + given.path("error"));
    }
    return given.path("result");
  }

  /** The events of a page so far. */
  List<JsonNode> events(String session) {
    return events.stream().filter(each -> each.path("sessionId").asText().equals(session)).toList();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    piece.append(text);
    if (last) {
      try {
        JsonNode message = JSON.readTree(piece.toString());
        if (message.has("id")) {
          asked.remove(message.path("id").intValue()).complete(message);
        } else {
          events.add(message);
        }
      } catch (IOException notJson) {
        throw new IllegalStateException(notJson);
      } finally {
        piece.setLength(0);
      }
    }
    from.request(1);
    return null;
  }
}
