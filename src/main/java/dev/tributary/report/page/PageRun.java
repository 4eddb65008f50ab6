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
  private final RoundSeries rounds;
  private final EpochLines epochs;
  private final List<JsonNode> rollbacks;
  private String status = "running";
  private String summary = "";
  private List<EvaluationReport> evaluations = List.of();
  private long version;

  public PageRun(PageHeader header) {
    this.header = header;
    this.rounds = new RoundSeries();
    this.epochs = new EpochLines();
    this.rollbacks = new ArrayList<>();
  }

  private PageRun(PageRun other) {
    this.header = other.header;
    this.rounds = new RoundSeries(other.rounds);
    this.epochs = new EpochLines(other.epochs);
    this.rollbacks = List.copyOf(other.rollbacks);
    this.status = other.status;
    this.summary = other.summary;
    this.evaluations = other.evaluations;
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

  /** What it is and what each epoch brought, as it is now. */
  Map<String, Object> overview() {
    PageRun now = copy();
    return now.overview(now.epochs.lines().stream().map(Json::read).toList());
  }

  /** All that there is of it, as it is now. */
  Map<String, Object> tree() {
    PageRun now = copy();
    List<JsonNode> lines = now.epochs.lines().stream().map(Json::read).toList();
    Map<String, Object> tree = now.overview(lines);
    tree.put("rollbacks", now.rollbacks);
    tree.put("rounds", now.rounds.tree());
    tree.put("diagnosis", DiagnosisTree.of(lines));
    tree.put("evaluations", now.evaluations.stream().map(EvaluationTree::of).toList());
    if (!now.summary.isEmpty()) {
      tree.put("summary", Json.read(now.summary));
    }
    return tree;
  }

  private Map<String, Object> overview(List<JsonNode> lines) {
    Map<String, Object> tree = new LinkedHashMap<>(header.tree());
    tree.put("status", status);
    tree.put("epochStride", epochs.stride());
    tree.put("epochs", lines.stream().map(PageRun::figures).toList());
    return tree;
  }

  private synchronized PageRun copy() {
    return new PageRun(this);
  }

  private static JsonNode figures(JsonNode line) {
    ObjectNode figures = line.deepCopy();
    figures.remove("diagnosis");
    return figures;
  }
}
