package dev.tributary.cli;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import dev.tributary.config.JobFile;
import dev.tributary.model.Provenance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A job as HOCON that anyone may read: as it ran, overrides and substitutions in their places, in
 * the order of its file. Values of keys that sound like secrets are withheld, and comments, which
 * may hold such, are left out.
 */
final class JobText {
  private static final int LINE = 100;
  private static final String WITHHELD = "\"(withheld)\"";

  /** In the order of the file; what overrides brought stands last. */
  private static final Comparator<Map.Entry<String, ConfigValue>> ORDER =
      Comparator.<Map.Entry<String, ConfigValue>>comparingInt(entry -> line(entry.getValue()))
          .thenComparing(entry -> !entry.getKey().equals("type"))
          .thenComparing(Map.Entry::getKey);

  private final StringBuilder text = new StringBuilder();

  private JobText() {}

  static String of(JobFile file) {
    JobText own = new JobText();
    own.members(file.config().root(), "");
    return own.text.toString();
  }

  private void members(ConfigObject object, String indent) {
    for (Map.Entry<String, ConfigValue> entry : inOrder(object)) {
      String key = key(entry.getKey());
      String whole = indent + member(entry);
      if (Provenance.withholds(entry.getKey())
          || (whole.length() <= LINE && !isLong(entry.getValue()))) {
        text.append(whole).append('\n');
      } else if (entry.getValue() instanceof ConfigObject inner) {
        text.append(indent).append(key).append(" {\n");
        members(inner, indent + "  ");
        text.append(indent).append("}\n");
      } else if (entry.getValue() instanceof ConfigList list) {
        text.append(indent).append(key).append(" = [\n");
        list.forEach(each -> text.append(indent).append("  ").append(onOneLine(each)).append('\n'));
        text.append(indent).append("]\n");
      } else {
        text.append(whole).append('\n');
      }
    }
  }

  /** Whether a part of the job is better read on several lines. */
  private static boolean isLong(ConfigValue value) {
    return switch (value.valueType()) {
      case OBJECT -> {
        ConfigObject object = (ConfigObject) value;
        yield object.size() > 3 || object.values().stream().anyMatch(JobText::isLong);
      }
      case LIST -> ((ConfigList) value).stream().anyMatch(ConfigObject.class::isInstance);
      case NUMBER, BOOLEAN, NULL, STRING -> false;
    };
  }

  private static String member(Map.Entry<String, ConfigValue> entry) {
    ConfigValue value = entry.getValue();
    String between = value instanceof ConfigObject ? " " : " = ";
    return key(entry.getKey())
        + between
        + (Provenance.withholds(entry.getKey()) ? WITHHELD : onOneLine(value));
  }

  private static String onOneLine(ConfigValue value) {
    if (value instanceof ConfigObject object) {
      return object.isEmpty()
          ? "{}"
          : inOrder(object).stream()
              .map(JobText::member)
              .collect(Collectors.joining(", ", "{ ", " }"));
    }
    if (value instanceof ConfigList list) {
      return list.stream().map(JobText::onOneLine).collect(Collectors.joining(", ", "[", "]"));
    }
    return value.render(ConfigRenderOptions.concise().setJson(false));
  }

  private static List<Map.Entry<String, ConfigValue>> inOrder(ConfigObject object) {
    List<Map.Entry<String, ConfigValue>> entries = new ArrayList<>(object.entrySet());
    entries.sort(ORDER);
    return entries;
  }

  /** Where a value first stands in the file. */
  private static int line(ConfigValue value) {
    if (value.origin().description().startsWith("--set")) {
      return Integer.MAX_VALUE;
    }
    int own = value.origin().lineNumber();
    if (value instanceof ConfigObject object && own < 0) {
      return object.values().stream().mapToInt(JobText::line).min().orElse(Integer.MAX_VALUE);
    }
    return own < 0 ? Integer.MAX_VALUE : own;
  }

  private static String key(String key) {
    return key.matches("[A-Za-z0-9_-]+") ? key : ConfigUtil.quoteString(key);
  }
}
