package dev.tributary.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import dev.tributary.config.JobFile;
import dev.tributary.model.Provenance;
import java.util.Map;

/**
 * A job as text that anyone may read: as it ran, overrides and substitutions in their places, and
 * without the values of keys that sound like secrets.
 */
final class JobText {
  private static final ConfigValue WITHHELD = ConfigValueFactory.fromAnyRef("(withheld)");

  /** Comments stay out: what they hold can't be told from a secret. */
  private static final ConfigRenderOptions READABLE =
      ConfigRenderOptions.defaults().setOriginComments(false).setComments(false).setJson(false);

  private JobText() {}

  static String of(JobFile file) {
    Config config = file.config();
    return withoutSecrets(config.root()).render(READABLE);
  }

  private static ConfigObject withoutSecrets(ConfigObject object) {
    ConfigObject safe = object;
    for (Map.Entry<String, ConfigValue> entry : object.entrySet()) {
      ConfigValue value =
          Provenance.withholds(entry.getKey()) ? WITHHELD : withoutSecrets(entry.getValue());
      safe = safe.withValue(entry.getKey(), value);
    }
    return safe;
  }

  private static ConfigValue withoutSecrets(ConfigValue value) {
    if (value instanceof ConfigObject object) {
      return withoutSecrets(object);
    }
    return value instanceof ConfigList list
        ? ConfigValueFactory.fromIterable(list.stream().map(JobText::withoutSecrets).toList())
        : value;
  }
}
