package dev.tributary.report.page;

import dev.tributary.report.DataSummary;
import dev.tributary.report.NetworkTable;
import dev.tributary.report.TrainingPlan;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is known of a run before its first round.
 *
 * @param name what the page calls it
 * @param network what is trained
 * @param data on what
 * @param plan how
 * @param job the job, as text to read
 * @param provenance what else it takes to have the same run again, by name, in order
 */
public record PageHeader(
    String name,
    NetworkTable network,
    DataSummary data,
    TrainingPlan plan,
    String job,
    Map<String, String> provenance) {
  public PageHeader {
    provenance = Collections.unmodifiableMap(new LinkedHashMap<>(provenance));
  }

  Map<String, Object> tree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", name);
    tree.put("network", networkTree());
    tree.put("data", dataTree());
    tree.put("plan", planTree());
    tree.put("job", job);
    tree.put("provenance", provenance);
    return tree;
  }

  private Map<String, Object> networkTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("input", network.input());
    tree.put(
        "rows",
        network.rows().stream()
            .map(
                row -> {
                  Map<String, Object> entry = new LinkedHashMap<>();
                  entry.put("layer", row.layer());
                  entry.put("output", row.output());
                  entry.put("parameters", row.parameters());
                  entry.put("settings", row.settings());
                  return entry;
                })
            .toList());
    tree.put("trainable", network.trainable());
    tree.put("statistics", network.statistics());
    return tree;
  }

  private Map<String, Object> dataTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put(
        "parts",
        data.parts().stream()
            .map(
                part -> {
                  Map<String, Object> entry = new LinkedHashMap<>();
                  entry.put("name", part.name());
                  entry.put("rows", part.rows());
                  entry.put("origin", part.origin());
                  return entry;
                })
            .toList());
    tree.put("features", data.features());
    tree.put("classes", data.classes());
    tree.put("outputs", data.outputs());
    tree.put("scaling", data.scaling());
    tree.put("skippedRows", data.skippedRows());
    return tree;
  }

  private Map<String, Object> planTree() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("workers", plan.workers());
    tree.put("batchSize", plan.batchSize());
    tree.put("averaging", plan.averaging());
    tree.put("epochs", plan.epochs());
    tree.put("settings", plan.settings());
    return tree;
  }
}
