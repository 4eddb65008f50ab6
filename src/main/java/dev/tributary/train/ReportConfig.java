package dev.tributary.train;

import dev.tributary.config.Range;
import dev.tributary.config.Section;

/**
 * What a run tells about itself besides its figures.
 *
 * @param diagnoseEvery epochs between two diagnoses of the shared model; 0 for none
 * @param tensorBoard whether TensorBoard's event files are written
 */
public record ReportConfig(int diagnoseEvery, boolean tensorBoard) {
  static ReportConfig read(Section report) {
    return new ReportConfig(
        report.integer("diagnose-every", Range.atLeast(0)), report.flag("tensorboard", true));
  }
}
