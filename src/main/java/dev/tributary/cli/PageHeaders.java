package dev.tributary.cli;

import dev.tributary.config.JobFile;
import dev.tributary.report.Numbers;
import dev.tributary.report.page.PageHeader;
import dev.tributary.train.TrainingJob;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a report says of a run before its first round. */
final class PageHeaders {
  private PageHeaders() {}

  static PageHeader of(JobFile file, OpenedJob opened, LoadedJob loaded) {
    TrainingJob job = loaded.job();
    return new PageHeader(
        file.name(),
        Descriptions.network(loaded.network()),
        Descriptions.data(opened, loaded.data(), loaded.test()),
        Descriptions.plan(job, file.name(), loaded.workers()),
        JobText.of(file),
        provenance(loaded));
  }

  private static Map<String, String> provenance(LoadedJob loaded) {
    Map<String, String> versions = Versions.all();
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("Tributary", versions.get("tributary"));
    lines.put("Spark", versions.get("spark") + ", " + loaded.session().conf().get("spark.master"));
    lines.put("Java", versions.get("java"));
    lines.put("seed", Long.toString(loaded.job().training().seed()));
    lines.put("workers", Numbers.count(loaded.workers()));
    lines.put("started", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    return lines;
  }
}
