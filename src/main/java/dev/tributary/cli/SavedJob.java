package dev.tributary.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import dev.tributary.config.JobFile;
import dev.tributary.model.Provenance;

/** A job file as it may be kept with what it made: resolved, overrides applied, without secrets. */
final class SavedJob {
  private static final ConfigRenderOptions PLAIN =
      ConfigRenderOptions.defaults().setOriginComments(false).setJson(false);

  private SavedJob() {}

  static String text(JobFile file) {
    Config kept = file.config();
    for (var entry : file.config().entrySet()) {
      if (Provenance.withholds(entry.getKey())) {
        kept = kept.withValue(entry.getKey(), ConfigValueFactory.fromAnyRef("(withheld)"));
      }
    }
    return kept.root().render(PLAIN);
  }
}
