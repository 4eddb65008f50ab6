package dev.tributary.report;

import java.util.LinkedHashMap;
import java.util.Map;

/** The lines of {@code metrics.jsonl}: one JSON object an epoch. */
public final class MetricsLog {
  private MetricsLog() {}

  /** The epoch's line, with its line feed; figures that aren't finite are left out. */
  public static String line(EpochReport epoch) {
    return Json.line(tree(epoch));
  }

  /** The same as a tree. */
  static Map<String, Object> tree(EpochReport epoch) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("epoch", epoch.epoch());
    line.put("rounds", epoch.rounds());
    line.put("examples", epoch.examples());
    line.put("loss", epoch.loss());
    line.put("validation", epoch.validation());
    if (!epoch.clipping().isEmpty()) {
      line.put("clipping", epoch.clipping());
    }
    line.put("workers", epoch.workers());
    if (!epoch.rollbacks().isEmpty()) {
      line.put("rollbacks", RollbackJson.of(epoch.rollbacks()));
    }
    line.put("learningRate", epoch.learningRate());
    line.put("seconds", epoch.seconds());
    line.put("examplesPerSecond", epoch.examplesPerSecond());
    line.put("computeSeconds", epoch.roundSeconds().compute());
    line.put("synchronizeSeconds", epoch.roundSeconds().synchronize());
    line.put("broadcastSeconds", epoch.roundSeconds().broadcast());
    line.put("waitSeconds", epoch.roundSeconds().waiting());
    line.put("sumSeconds", epoch.roundSeconds().sum());
    epoch.diagnosis().ifPresent(each -> line.put("diagnosis", DiagnosisJson.layers(each)));
    return line;
  }
}
