package dev.tributary.train;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run tells about itself besides its figures.
 *
 * @param diagnoseEvery epochs between two diagnoses of the shared model; 0 for none
 * @param tensorBoard whether TensorBoard's event files are written
 * @param live whether the report is served while training runs
 * @param host the name or address that it is served at
 * @param port 0 for any that is free
 */
public record ReportConfig(
    int diagnoseEvery, boolean tensorBoard, Live live, String host, int port) {
  /** When the report is served while training runs. */
  public enum Live {
    /** Where Spark runs within the driver's process: there, someone sits in front of it. */
    AUTO,
    ALWAYS,
    NEVER;

    private static Map<String, Live> byName() {
      Map<String, Live> names = new LinkedHashMap<>();
      names.put("auto", AUTO);
      names.put("true", ALWAYS);
      names.put("false", NEVER);
      return names;
    }
  }

  static ReportConfig read(Section report) {
    return new ReportConfig(
        report.integer("diagnose-every", Range.atLeast(0)),
        report.flag("tensorboard", true),
        report.choice("live", Live.byName()),
        report.string("host"),
        report.integer("port", Range.between(0, 65535)));
  }
}
