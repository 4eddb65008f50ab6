package dev.tributary.train;

import dev.tributary.config.Range;
import dev.tributary.config.Section;

/**
 * What a run tells about itself besides its figures.
 *
 * @param diagnoseEvery epochs between two diagnoses of the shared model; 0 for none
 */
public record ReportConfig(int diagnoseEvery) {
  static ReportConfig read(Section report) {
    return new ReportConfig(report.integer("diagnose-every", Range.atLeast(0)));
  }
}
