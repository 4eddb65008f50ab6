package dev.tributary.report;

import dev.tributary.report.ComparedJob.Diverged;
import dev.tributary.report.ComparedJob.Failed;
import dev.tributary.report.ComparedJob.NotTrained;
import dev.tributary.report.ComparedJob.Trained;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Jobs beside one another.
 *
 * @param target what is to be reached soon
 * @param jobs in the order in which they were given
 */
public record Comparison(Optional<Target> target, List<ComparedJob> jobs) {
  /**
   * A figure of each epoch and its value.
   *
   * @param metric such as {@code validation.accuracy}
   * @param value how good it is to become
   */
  public record Target(String metric, double value) {
    /** The value as a person writes it. */
    String plainValue() {
      return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }
  }

  public Comparison {
    jobs = List.copyOf(jobs);
  }

  /** What {@code compare --json} prints; figures that aren't finite are left out. */
  public String toJson() {
    return Json.indented(tree());
  }

  /** The same, to become part of something larger. */
  public Map<String, Object> tree() {
    Map<String, Object> json = new LinkedHashMap<>();
    target.ifPresent(
        each -> {
          Map<String, Object> entry = new LinkedHashMap<>();
          entry.put("metric", each.metric());
          entry.put("value", each.value());
          json.put("target", entry);
        });
    List<Map<String, Object>> entries = new ArrayList<>();
    jobs.forEach(job -> entries.add(entry(job)));
    json.put("jobs", entries);
    return json;
  }

  static Map<String, Object> entry(ComparedJob job) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("job", job.name());
    if (job.result() instanceof Trained trained) {
      entry.put("status", trained.status().name().toLowerCase(Locale.ROOT));
      entry.put("data", trained.data());
      entry.put("metrics", trained.metrics());
      trained.reached().ifPresent(epoch -> entry.put("epochsToTarget", epoch));
      entry.put("epochs", trained.epochs());
      entry.put("seconds", trained.seconds());
    } else if (job.result() instanceof Diverged diverged) {
      entry.put("status", "diverged");
      entry.put("problem", diverged.message());
    } else if (job.result() instanceof Failed failed) {
      entry.put("status", "failed");
      entry.put("problem", failed.message());
    } else if (job.result() instanceof NotTrained) {
      entry.put("status", "not trained");
    }
    entry.put("findings", DiagnosisJson.findings(job.findings()));
    return entry;
  }
}
