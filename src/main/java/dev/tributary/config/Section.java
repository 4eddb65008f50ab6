package dev.tributary.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * One object of a job file, read key by key.
 *
 * <p>A read that fails notes a {@link Problem} and returns a harmless value, so that reading goes
 * on and all problems come to light at once. A section remembers the keys it was asked for; {@link
 * #finish} reports every other key as unknown. Values that the user does not give come from the
 * defaults (reference.conf) or, where a method takes one, from its {@code fallback}.
 */
public final class Section {
  private final String path;
  private final ConfigObject given;
  private final ConfigObject defaults;
  private final List<Problem> problems;
  private final TreeSet<String> asked = new TreeSet<>();
  private final List<Section> children = new ArrayList<>();

  private Section(String path, ConfigObject given, ConfigObject defaults, List<Problem> problems) {
    this.path = path;
    this.given = given;
    this.defaults = defaults;
    this.problems = problems;
  }

  /** The root of a job file over its defaults; problems are added to {@code problems}. */
  public static Section root(Config given, Config defaults, List<Problem> problems) {
    return new Section("", given.root(), defaults.root(), problems);
  }

  /** The full path of this section; empty for the root. */
  public String path() {
    return path;
  }

  public boolean has(String key) {
    asked.add(key);
    return value(key) != null;
  }

  public String string(String key) {
    return optionalString(key).orElseGet(() -> missing(key, "a text", ""));
  }

  public String string(String key, String fallback) {
    return optionalString(key).orElse(fallback);
  }

  public Optional<String> optionalString(String key) {
    ConfigValue value = lookUp(key);
    if (value == null) {
      return Optional.empty();
    }
    return switch (value.valueType()) {
      case STRING, NUMBER, BOOLEAN -> Optional.of(value.unwrapped().toString());
      case OBJECT, LIST, NULL -> {
        problem(key, "a text");
        yield Optional.empty();
      }
    };
  }

  public int integer(String key, Range range) {
    return (int) requiredNumber(key, range, true);
  }

  public int integer(String key, int fallback, Range range) {
    return has(key) ? integer(key, range) : fallback;
  }

  /** A whole number that a {@code long} holds, such as a seed. */
  public long wholeNumber(String key) {
    ConfigValue value = lookUp(key);
    if (value == null) {
      return missing(key, "a whole number", 0L);
    }
    try {
      return Long.parseLong(value.unwrapped().toString());
    } catch (NumberFormatException notWhole) {
      problem(key, "a whole number");
      return 0;
    }
  }

  public double number(String key, Range range) {
    return requiredNumber(key, range, false);
  }

  public double number(String key, double fallback, Range range) {
    return has(key) ? number(key, range) : fallback;
  }

  public boolean flag(String key, boolean fallback) {
    ConfigValue value = lookUp(key);
    if (value == null) {
      return fallback;
    }
    String text = value.unwrapped().toString();
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    problem(key, "true or false");
    return fallback;
  }

  /** One of a few names; an unknown one is reported with the nearest known. */
  public <T> T choice(String key, Map<String, T> choices) {
    T first = choices.values().iterator().next();
    Optional<String> name = optionalString(key);
    if (name.isEmpty()) {
      return value(key) == null
          ? missing(key, "one of " + String.join(", ", choices.keySet()), first)
          : first;
    }
    T choice = choices.get(name.get());
    if (choice != null) {
      return choice;
    }
    String hint =
        NearMiss.of(name.get(), choices.keySet())
            .map(near -> "; did you mean " + near + "?")
            .orElse("");
    problem(key, "one of " + String.join(", ", choices.keySet()) + hint);
    return first;
  }

  /** A list of texts; a single text counts as a list of one. */
  public List<String> strings(String key) {
    ConfigValue value = lookUp(key);
    if (value == null) {
      return missing(key, "a list of texts", List.of());
    }
    if (value.valueType() == ConfigValueType.STRING) {
      return List.of((String) value.unwrapped());
    }
    if (value.valueType() != ConfigValueType.LIST) {
      problem(key, "a list of texts");
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (ConfigValue element : (ConfigList) value) {
      if (element.valueType() == ConfigValueType.OBJECT
          || element.valueType() == ConfigValueType.LIST) {
        problem(key, "a list of texts");
        return List.of();
      }
      texts.add(element.unwrapped().toString());
    }
    return List.copyOf(texts);
  }

  /** A list of whole numbers. */
  public List<Integer> integers(String key, Range range) {
    List<Integer> numbers = new ArrayList<>();
    for (String text : strings(key)) {
      try {
        int number = Integer.parseInt(text);
        if (range.contains(number)) {
          numbers.add(number);
          continue;
        }
      } catch (NumberFormatException notWhole) {
        // Reported below, as a number out of range is.
      }
      problem(key, "a list of whole numbers, each " + range.allowed());
      return List.of();
    }
    return List.copyOf(numbers);
  }

  /** Free texts by name, as {@code data.options}; nested objects become dotted names. */
  public Map<String, String> texts(String key) {
    ConfigValue value = lookUp(key);
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof ConfigObject object)) {
      problem(key, "an object of texts, such as { header = true }");
      return Map.of();
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, ConfigValue> entry : object.toConfig().entrySet()) {
      String name = String.join(".", ConfigUtil.splitPath(entry.getKey()));
      texts.put(name, entry.getValue().unwrapped().toString());
    }
    return texts;
  }

  /** A section whose keys have defaults in reference.conf, key by key. */
  public Section section(String key) {
    asked.add(key);
    return child(key, object(given, key), object(defaults, key));
  }

  /**
   * A section that is given or defaulted as a whole, because its {@code type} decides which keys it
   * has. A bare name stands for an object with only that type: {@code optimizer = adam}.
   */
  public Section typed(String key, String typeKey) {
    ConfigValue value = lookUp(key);
    if (value == null) {
      missing(key, "an object with the key " + typeKey, "");
      return child(key, empty(), empty());
    }
    return child(key, asObject(key, value, typeKey), empty());
  }

  /** A list of objects, each read as a section of its own; a bare name stands for its type. */
  public List<Section> sections(String key, String typeKey) {
    ConfigValue value = lookUp(key);
    if (value == null) {
      return missing(key, "a list of objects", List.of());
    }
    if (!(value instanceof ConfigList list)) {
      problem(key, "a list of objects, each with the key " + typeKey);
      return List.of();
    }
    List<Section> sections = new ArrayList<>();
    for (int index = 0; index < list.size(); index++) {
      String name = key + "[" + index + "]";
      sections.add(child(name, asObject(key, list.get(index), typeKey), empty()));
    }
    return sections;
  }

  /** Notes that the value of a key isn't what is allowed; "found" is the value itself. */
  public void problem(String key, String allowed) {
    ConfigValue value = value(key);
    if (value == null) {
      missing(key, allowed, "");
      return;
    }
    String found = value.render(com.typesafe.config.ConfigRenderOptions.concise());
    note(key, value.origin(), "found " + found + "; allowed is " + allowed);
  }

  /** Notes a problem of this section or one of its keys in words of the caller's own. */
  public void complain(String key, String message) {
    ConfigValue value = key.isEmpty() ? given : value(key);
    note(key, value == null ? given.origin() : value.origin(), message);
  }

  /** Reports every key that nobody asked for, here and in all sections read from here. */
  public void finish() {
    for (Map.Entry<String, ConfigValue> entry : given.entrySet()) {
      if (!asked.contains(entry.getKey())) {
        String hint =
            NearMiss.of(entry.getKey(), asked)
                .map(near -> "did you mean " + near + "?")
                .orElseGet(() -> "known here: " + String.join(", ", asked));
        note(entry.getKey(), entry.getValue().origin(), "is not a known key; " + hint);
      }
    }
    children.forEach(Section::finish);
  }

  private double requiredNumber(String key, Range range, boolean whole) {
    String allowed = (whole ? "a whole number, " : "a number, ") + range.allowed();
    ConfigValue value = lookUp(key);
    if (value == null) {
      return missing(key, allowed, range.contains(1) ? 1 : range.low());
    }
    try {
      double number = Double.parseDouble(value.unwrapped().toString());
      boolean fits =
          !whole || (number == Math.rint(number) && Math.abs(number) <= Integer.MAX_VALUE);
      if (fits && range.contains(number)) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Reported below, as a number out of range is.
    }
    problem(key, allowed);
    return range.contains(1) ? 1 : range.low();
  }

  private <T> T missing(String key, String allowed, T fallback) {
    note(key, given.origin(), "is missing; it must be " + allowed);
    return fallback;
  }

  private Section child(String key, ConfigObject own, ConfigObject fallback) {
    Section section = new Section(full(key), own, fallback, problems);
    children.add(section);
    return section;
  }

  private ConfigObject asObject(String key, ConfigValue value, String typeKey) {
    if (value instanceof ConfigObject object) {
      return object;
    }
    if (value.valueType() == ConfigValueType.STRING) {
      return empty().withValue(typeKey, value).withOrigin(value.origin());
    }
    problem(key, "an object with the key " + typeKey);
    return empty();
  }

  private ConfigObject object(ConfigObject parent, String key) {
    ConfigValue value = parent.get(key);
    if (value == null || value instanceof ConfigObject) {
      return value == null ? empty() : (ConfigObject) value;
    }
    problem(key, "an object");
    return empty();
  }

  private ConfigValue lookUp(String key) {
    asked.add(key);
    return value(key);
  }

  private ConfigValue value(String key) {
    ConfigValue value = given.get(key);
    if (value == null) {
      value = defaults.get(key);
    }
    return value == null || value.valueType() == ConfigValueType.NULL ? null : value;
  }

  private void note(String key, ConfigOrigin origin, String message) {
    problems.add(new Problem(full(key), place(origin), message));
  }

  private String full(String key) {
    return path.isEmpty() || key.isEmpty() ? path + key : path + "." + key;
  }

  private static String place(ConfigOrigin origin) {
    if (origin.filename() == null) {
      return origin.description().startsWith("--set") ? origin.description() : "";
    }
    String file = java.nio.file.Path.of(origin.filename()).getFileName().toString();
    return origin.lineNumber() > 0 ? file + " line " + origin.lineNumber() : file;
  }

  private static ConfigObject empty() {
    return ConfigFactory.empty().root();
  }
}
