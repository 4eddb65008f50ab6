package dev.tributary.cli;

import dev.tributary.model.OutputDirectory;
import dev.tributary.report.Comparison;
import dev.tributary.report.ConsoleReport;
import dev.tributary.report.page.Page;
import dev.tributary.report.page.PageRun;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/**
 * {@code comparison.html}: the report of several runs beside one another. It goes into the nearest
 * folder that holds the outputs of all jobs; where that would be a file system's root, or there is
 * none, into the first job's output.
 */
final class ComparisonPage {
  private static final String NAME = "comparison.html";

  private ComparisonPage() {}

  /** Writes it, and tells where; nothing if no job came to its training. */
  static void write(
      Comparison comparison,
      List<PageRun> pages,
      List<Contender> contenders,
      Session session,
      ConsoleReport console) {
    if (pages.isEmpty()) {
      return;
    }
    Path folder = folder(contenders.stream().map(Contender::output).toList());
    try (OutputDirectory output = OutputDirectory.open(folder, session.hadoop())) {
      output.writeFile(NAME, Page.of(comparison, pages).html());
      console.note("Report: " + new Path(folder, NAME));
    }
  }

  /** Where the page of jobs with these outputs goes. */
  static Path folder(List<Path> outputs) {
    Path first = outputs.get(0);
    Path shared = outputs.size() == 1 ? first : first.getParent();
    while (shared != null && !holdsAll(shared, outputs)) {
      shared = shared.getParent();
    }
    return shared == null || shared.isRoot() || shared.toString().isEmpty() ? first : shared;
  }

  private static boolean holdsAll(Path folder, List<Path> outputs) {
    return outputs.stream()
        .allMatch(
            output ->
                Stream.iterate(output, at -> at != null, Path::getParent).anyMatch(folder::equals));
  }
}
