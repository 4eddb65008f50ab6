package dev.tributary.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code metrics.jsonl} says of each epoch, but for the time it took. */
final class UntimedMetrics {
  private UntimedMetrics() {}

  /** Of a run's output. */
  static List<JsonNode> in(Path output) throws IOException {
    return of(Files.readString(output.resolve("metrics.jsonl")));
  }

  static List<JsonNode> of(String lines) throws IOException {
    List<JsonNode> epochs = new ArrayList<>();
    for (String line : lines.lines().toList()) {
      ObjectNode epoch = (ObjectNode) new ObjectMapper().readTree(line);
      epoch.remove("examplesPerSecond");
      List<String> names = new ArrayList<>();
      epoch.fieldNames().forEachRemaining(names::add);
      names.removeIf(name -> !name.equals("seconds") && !name.endsWith("Seconds"));
      epochs.add(epoch.remove(names));
    }
    return epochs;
  }
}
