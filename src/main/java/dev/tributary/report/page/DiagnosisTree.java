package dev.tributary.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The diagnoses of a run as planes over depth and time: for each figure, a row for each layer and
 * in it a cell for each epoch that was diagnosed. A page has room for {@value #MOST_CELLS} cells a
 * plane; of more epochs, some at even distances are taken, the first and the last among them.
 */
final class DiagnosisTree {
  static final int MOST_CELLS = 3000;

  private static final Set<String> NAMES = Set.of("layer", "kind");

  private DiagnosisTree() {}

  /**
   * {@code epochs}, {@code layers} and {@code figures}; empty where nothing was diagnosed.
   *
   * @param epochs the objects of {@code metrics.jsonl}
   */
  static Map<String, Object> of(List<JsonNode> epochs) {
    List<JsonNode> diagnosed = some(epochs.stream().filter(each -> each.has("diagnosis")).toList());
    if (diagnosed.isEmpty()) {
      return Map.of();
    }
    List<Map<String, Object>> layers = new ArrayList<>();
    Set<String> figures = new LinkedHashSet<>();
    for (JsonNode layer : diagnosed.get(0).path("diagnosis")) {
      Map<String, Object> entry = new LinkedHashMap<>();
      NAMES.forEach(name -> entry.put(name, layer.path(name).asText()));
      layers.add(entry);
    }
    diagnosed.forEach(
        epoch ->
            epoch
                .path("diagnosis")
                .forEach(layer -> layer.fieldNames().forEachRemaining(figures::add)));
    figures.removeAll(NAMES);
    Map<String, Object> planes = new LinkedHashMap<>();
    for (String figure : figures) {
      List<List<Double>> plane = new ArrayList<>();
      for (int layer = 0; layer < layers.size(); layer++) {
        List<Double> row = new ArrayList<>();
        for (JsonNode epoch : diagnosed) {
          JsonNode value = epoch.path("diagnosis").path(layer).path(figure);
          row.add(value.isNumber() ? Digits.few(value.doubleValue()) : null);
        }
        plane.add(row);
      }
      planes.put(figure, plane);
    }
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("epochs", diagnosed.stream().map(each -> each.path("epoch").intValue()).toList());
    tree.put("layers", layers);
    tree.put("figures", planes);
    return tree;
  }

  private static List<JsonNode> some(List<JsonNode> diagnosed) {
    int layers = diagnosed.isEmpty() ? 1 : Math.max(1, diagnosed.get(0).path("diagnosis").size());
    int most = Math.max(2, MOST_CELLS / layers);
    if (diagnosed.size() <= most) {
      return diagnosed;
    }
    List<JsonNode> some = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      some.add(diagnosed.get((int) ((long) i * (diagnosed.size() - 1) / (most - 1))));
    }
    return some;
  }
}
