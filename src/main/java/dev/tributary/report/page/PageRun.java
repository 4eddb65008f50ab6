package dev.tributary.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.report.EvaluationReport;
import dev.tributary.report.Json;
import dev.tributary.report.Summary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a page shows of one run. It grows while the run lasts, within bounds: what a thread tells it
 * costs that thread no more than copying a few numbers, and another may look at any time.
 */
public final class PageRun {
  private static final int MOST_ROLLBACKS = 100;

  private final PageHeader header;
  private final RoundSeries rounds = new RoundSeries();
  private final EpochLines epochs = new EpochLines();
  private final List<JsonNode> rollbacks = new ArrayList<>();
  private String status = "running";
  private String summary = "";
  private List<EvaluationReport> evaluations = List.of();
  private long version;

  public PageRun(PageHeader header) {
    this.header = header;
  }

  /** A round ended well. */
  public synchronized void round(RoundPoint point) {
    rounds.add(point);
    version++;
  }

  /**
   * Epochs ended.
   *
   * @param lines their lines of {@code metrics.jsonl}
   */
  public synchronized void epochs(String lines) {
    lines.lines().forEach(this::epoch);
    version++;
  }

  private void epoch(String line) {
    epochs.add(line);
    if (line.contains("\"rollbacks\"")) {
      Json.read(line).path("rollbacks").forEach(rollbacks::add);
    }
    while (rollbacks.size() > MOST_ROLLBACKS) {
      rollbacks.remove(0);
    }
  }

  /**
   * It ended, and what came of it is written.
   *
   * @param results of the model that is kept
   */
  public synchronized void finished(Summary figures, List<EvaluationReport> results) {
    status = figures.status().name().toLowerCase(Locale.ROOT);
    summary = figures.toJson();
    evaluations = List.copyOf(results);
    version++;
  }

  /** It ended without a result. */
  public synchronized void failed() {
    if (status.equals("running")) {
      status = "failed";
      version++;
    }
  }

  /** Grows with all that happens. */
  synchronized long version() {
    return version;
  }

  Map<String, Object> tree() {
    RoundSeries roundsNow;
    List<String> linesNow;
    long stride;
    Map<String, Object> tree = new LinkedHashMap<>(header.tree());
    String summaryNow;
    List<EvaluationReport> evaluationsNow;
    synchronized (this) {
      roundsNow = new RoundSeries(rounds);
      linesNow = epochs.lines();
      stride = epochs.stride();
      tree.put("rollbacks", List.copyOf(rollbacks));
      tree.put("status", status);
      summaryNow = summary;
      evaluationsNow = evaluations;
    }
    List<JsonNode> lines = linesNow.stream().map(Json::read).toList();
    tree.put("epochStride", stride);
    tree.put("epochs", lines.stream().map(PageRun::figures).toList());
    tree.put("rounds", roundsNow.tree());
    tree.put("diagnosis", DiagnosisTree.of(lines));
    tree.put("evaluations", evaluationsNow.stream().map(EvaluationTree::of).toList());
    if (!summaryNow.isEmpty()) {
      tree.put("summary", Json.read(summaryNow));
    }
    return tree;
  }

  private static JsonNode figures(JsonNode line) {
    ObjectNode figures = line.deepCopy();
    figures.remove("diagnosis");
    return figures;
  }
}
