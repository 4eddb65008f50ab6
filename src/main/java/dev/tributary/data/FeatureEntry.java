package dev.tributary.data;

import dev.tributary.config.NearMiss;
import dev.tributary.config.Section;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An entry of {@code data.features}: some columns, and how their values become inputs.
 *
 * @param columns names or patterns
 * @param settings what is done with their values
 */
public record FeatureEntry(List<String> columns, FeatureSettings settings) {
  private static final String FEATURES = "features";
  private static final String COLUMNS = "columns";
  private static final Map<String, FeatureSettings.Reading> TYPES = types();

  public FeatureEntry {
    columns = List.copyOf(columns);
  }

  /** Columns of numbers that only the scaling of the whole job changes. */
  public static FeatureEntry plain(String... columns) {
    return new FeatureEntry(List.of(columns), NumberSettings.PLAIN);
  }

  /** Reads {@code features} of the section {@code data}; problems are noted in it. */
  static List<FeatureEntry> read(Section data) {
    List<FeatureEntry> entries = new ArrayList<>();
    for (Section section : data.entries(FEATURES, COLUMNS)) {
      List<String> columns = section.strings(COLUMNS);
      if (section.has(COLUMNS) && columns.isEmpty()) {
        section.problem(COLUMNS, "at least one name or pattern of a column");
      }
      FeatureSettings.Reading type =
          section.has("type") ? section.choice("type", TYPES) : NumberSettings::read;
      entries.add(new FeatureEntry(columns, type.read(section)));
    }
    if (data.has(FEATURES) && data.isSound(FEATURES) && entries.isEmpty()) {
      data.problem(FEATURES, "at least one name or pattern of a column");
    }
    return List.copyOf(entries);
  }

  private static Map<String, FeatureSettings.Reading> types() {
    Map<String, FeatureSettings.Reading> types = new LinkedHashMap<>();
    types.put("number", NumberSettings::read);
    types.put("categorical", CategorySettings::read);
    types.put("date", DateSettings::read);
    return types;
  }

  /** The choices for a list of names, as a message has them, with the nearest to a wrong one. */
  static String oneOf(String wrong, Iterable<String> names) {
    List<String> known = new ArrayList<>();
    names.forEach(known::add);
    return String.join(", ", known)
        + NearMiss.of(wrong, known).map(near -> "; did you mean " + near + "?").orElse("");
  }
}
