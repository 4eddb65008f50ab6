package dev.tributary.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;

/**
 * One object of a job file, read key by key.
 *
 * <p>A read that fails notes a {@link Problem} and returns a harmless value, so that reading goes
 * on and all problems come to light at once. A section remembers the keys it was asked for; {@link
 * #finish} reports every other key as unknown. Values that the user does not give come from the
 * defaults (reference.conf) or, where a method takes one, from its {@code fallback}.
 *
 * <p>One mistake is one problem: of a section that isn't an object, or whose type is unknown, no
 * more is said.
 */
public final class Section {
  private static final String TEXTS = "a list of texts";
  private static final String WHOLE = "a whole number, ";

  private final String path;
  private final String typeKey;
  private final ConfigObject given;
  private final ConfigObject defaults;
  private final List<Problem> problems;
  private final TreeSet<String> asked = new TreeSet<>();
  private final List<Section> children = new ArrayList<>();

  /** Set once it is plain that what else is wrong here follows from a problem already noted. */
  private boolean silent;

  /** Set where the section is a text in place of an object, so that its path is its type's. */
  private boolean bareName;

  /** Cleared once it can't be told which keys belong here. */
  private boolean keysKnown = true;

  private Section(
      String path,
      String typeKey,
      ConfigObject given,
      ConfigObject defaults,
      List<Problem> problems) {
    this.path = path;
    this.typeKey = typeKey;
    this.given = given;
    this.defaults = defaults;
    this.problems = problems;
  }

  /** The root of a job file over its defaults; problems are added to {@code problems}. */
  public static Section root(Config given, Config defaults, List<Problem> problems) {
    return new Section("", "", given.root(), defaults.root(), problems);
  }

  /** The full path of this section; empty for the root. */
  public String path() {
    return path;
  }

  /** Whether the key has a value, given or by default; {@code null} counts as none. */
  public boolean has(String key) {
    asked.add(key);
    return value(key) != null;
  }

  /** Whether a key's value, if it has one, is a number. */
  public boolean holdsNumber(String key) {
    return has(key) && Scalar.number(value(key)).isPresent();
  }

  /** Whether a key's value, if it has one, is an object. */
  public boolean holdsObject(String key) {
    return has(key) && value(key) instanceof ConfigObject;
  }

  /** Whether no problem is noted of a key or anything in it. */
  public boolean isSound(String key) {
    String own = full(key);
    return problems.stream()
        .map(Problem::path)
        .noneMatch(
            wrong ->
                wrong.equals(own) || wrong.startsWith(own + ".") || wrong.startsWith(own + "["));
  }

  /** A text, which must be there; numbers and {@code true} count as texts. */
  public String string(String key) {
    return has(key) ? string(key, "") : missing(key, "a text", "");
  }

  /** A text, or {@code fallback}. */
  public String string(String key, String fallback) {
    return optionalString(key).orElse(fallback);
  }

  /** A text, if there is one. */
  public Optional<String> optionalString(String key) {
    ConfigValue value = lookUp(key);
    if (value == null) {
      return Optional.empty();
    }
    if (Scalar.is(value)) {
      return Optional.of(Scalar.text(value));
    }
    problem(key, "a text");
    return Optional.empty();
  }

  /** A whole number within a range, which must be there. */
  public int integer(String key, Range range) {
    return (int) requiredNumber(key, range, WHOLE + range.allowed(), true);
  }

  /**
   * A whole number within a range, or one of some names; it must be there.
   *
   * @param number what a number stands for
   * @param names what each name stands for
   */
  public <T> T integerOr(String key, Range range, IntFunction<T> number, Map<String, T> names) {
    ConfigValue value = lookUp(key);
    if (value != null && Scalar.is(value) && names.containsKey(Scalar.text(value))) {
      return names.get(Scalar.text(value));
    }
    String allowed = WHOLE + range.allowed() + ", or one of " + String.join(", ", names.keySet());
    return number.apply((int) requiredNumber(key, range, allowed, true));
  }

  /** A whole number within a range, or {@code fallback}. */
  public int integer(String key, int fallback, Range range) {
    return has(key) ? integer(key, range) : fallback;
  }

  /** A whole number that a {@code long} holds, such as a seed. */
  public long wholeNumber(String key) {
    ConfigValue value = lookUp(key);
    if (value == null) {
      return missing(key, "a whole number", 0L);
    }
    Optional<Long> number = Scalar.wholeNumber(value);
    if (number.isEmpty()) {
      problem(key, "a whole number");
    }
    return number.orElse(0L);
  }

  /** A number within a range, which must be there. */
  public double number(String key, Range range) {
    return requiredNumber(key, range, "a number, " + range.allowed(), false);
  }

  /** A number within a range, or {@code fallback}. */
  public double number(String key, double fallback, Range range) {
    return has(key) ? number(key, range) : fallback;
  }

  /** {@code true} or {@code false}, or {@code fallback}. */
  public boolean flag(String key, boolean fallback) {
    ConfigValue value = lookUp(key);
    if (value == null) {
      return fallback;
    }
    String text = Scalar.is(value) ? Scalar.text(value) : "";
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    problem(key, "true or false");
    return fallback;
  }

  /**
   * One of a few names; an unknown one is reported with the nearest known, which then stands in.
   */
  public <T> T choice(String key, Map<String, T> choices) {
    Optional<String> name = optionalString(key);
    T choice = name.map(choices::get).orElse(null);
    if (choice != null) {
      return choice;
    }
    String names = "one of " + String.join(", ", choices.keySet());
    Optional<String> near = name.flatMap(wrong -> NearMiss.of(wrong, choices.keySet()));
    if (value(key) == null) {
      missing(key, names, "");
    } else if (name.isPresent()) {
      problem(key, names + near.map(meant -> "; did you mean " + meant + "?").orElse(""));
    }
    silent |= key.equals(typeKey);
    keysKnown &= typeKey.isEmpty();
    return near.map(choices::get).orElseGet(() -> choices.values().iterator().next());
  }

  /** A list of texts; a single text counts as a list of one. */
  public List<String> strings(String key) {
    ConfigValue value = lookUp(key);
    if (value == null) {
      return missing(key, TEXTS, List.of());
    }
    List<ConfigValue> elements = elements(value);
    if (!elements.stream().allMatch(Scalar::is)) {
      problem(key, TEXTS);
      return List.of();
    }
    return elements.stream().map(Scalar::text).toList();
  }

  /** A list of whole numbers; a single one counts as a list of one. */
  public List<Integer> integers(String key, Range range) {
    return numbers(key, range, true).stream().map(Double::intValue).toList();
  }

  /** A list of numbers; a single one counts as a list of one. */
  public List<Double> numbers(String key, Range range) {
    return numbers(key, range, false);
  }

  private List<Double> numbers(String key, Range range, boolean whole) {
    String allowed =
        (whole ? "a list of whole numbers, each " : "a list of numbers, each ") + range.allowed();
    ConfigValue value = lookUp(key);
    if (value == null) {
      return missing(key, allowed, List.of());
    }
    List<Double> numbers = new ArrayList<>();
    for (ConfigValue element : elements(value)) {
      Optional<Double> number = number(element, range, whole);
      if (number.isEmpty()) {
        problem(key, allowed);
        return List.of();
      }
      numbers.add(number.get());
    }
    return List.copyOf(numbers);
  }

  /** Free texts by name, as {@code data.options}; nested objects become dotted names. */
  public Map<String, String> texts(String key) {
    ConfigValue value = lookUp(key);
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof ConfigObject object)
        || !object.toConfig().entrySet().stream().map(Map.Entry::getValue).allMatch(Scalar::is)) {
      problem(key, "an object of texts, such as { header = true }");
      return Map.of();
    }
    Map<String, String> texts = new TreeMap<>();
    for (Map.Entry<String, ConfigValue> entry : object.toConfig().entrySet()) {
      String name = String.join(".", ConfigUtil.splitPath(entry.getKey()));
      texts.put(name, Scalar.text(entry.getValue()));
    }
    return texts;
  }

  /** A section whose keys have defaults in reference.conf, key by key. */
  public Section section(String key) {
    asked.add(key);
    ConfigValue value = given.get(key);
    ConfigObject fallback = defaults.get(key) instanceof ConfigObject object ? object : empty();
    if (value == null || value instanceof ConfigObject) {
      return child(key, "", value == null ? empty() : (ConfigObject) value, fallback);
    }
    problem(key, "an object");
    return silentChild(key);
  }

  /**
   * A section that is given or defaulted as a whole, because its {@code type} decides which keys it
   * has. A bare name stands for an object with only that type: {@code optimizer = adam}.
   */
  public Section typed(String key, String typeKey) {
    ConfigValue value = lookUp(key);
    if (value == null) {
      missing(key, "an object with the key " + typeKey, "");
      return silentChild(key);
    }
    return typed(key, typeKey, value);
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
      sections.add(typed(key + "[" + index + "]", typeKey, list.get(index)));
    }
    return sections;
  }

  /**
   * A list of objects, each read as a section of its own; a text, or a single one for the list,
   * stands for an object with only the key {@code textKey}.
   */
  public List<Section> entries(String key, String textKey) {
    ConfigValue value = lookUp(key);
    String allowed = "a list of texts, or of objects with the key " + textKey;
    if (value == null) {
      return missing(key, allowed, List.of());
    }
    List<ConfigValue> elements = elements(value);
    if (!elements.stream().allMatch(each -> each instanceof ConfigObject || Scalar.is(each))) {
      problem(key, allowed);
      return List.of();
    }
    List<Section> sections = new ArrayList<>();
    for (int index = 0; index < elements.size(); index++) {
      String own = value instanceof ConfigList ? key + "[" + index + "]" : key;
      sections.add(typed(own, textKey, textual(elements.get(index))));
    }
    return sections;
  }

  /** A number or a flag as the text that it is written as. */
  private static ConfigValue textual(ConfigValue value) {
    return Scalar.is(value)
        ? ConfigValueFactory.fromAnyRef(Scalar.text(value)).withOrigin(value.origin())
        : value;
  }

  /** Notes that the value of a key isn't what is allowed; "found" is the value itself. */
  public void problem(String key, String allowed) {
    ConfigValue value = value(key);
    if (value == null) {
      missing(key, allowed, "");
      return;
    }
    noteFound(key, value, allowed);
  }

  /** Notes a problem of this section or one of its keys in words of the caller's own. */
  public void complain(String key, String message) {
    ConfigValue value = key.isEmpty() ? given : value(key);
    note(key, value == null ? given.origin() : value.origin(), message);
  }

  /** Reports every key that nobody asked for, here and in all sections read from here. */
  public void finish() {
    if (keysKnown) {
      given.keySet().stream()
          .filter(key -> !asked.contains(key))
          .sorted(
              Comparator.comparing((String key) -> given.get(key).origin().lineNumber())
                  .thenComparing(Comparator.naturalOrder()))
          .forEach(this::noteUnknown);
    }
    children.forEach(Section::finish);
  }

  private void noteUnknown(String key) {
    String hint =
        NearMiss.of(key, asked)
            .map(near -> "did you mean " + near + "?")
            .orElseGet(() -> "known here: " + String.join(", ", asked));
    note(key, given.get(key).origin(), "is not a known key; " + hint);
  }

  private double requiredNumber(String key, Range range, String allowed, boolean whole) {
    ConfigValue value = lookUp(key);
    if (value == null) {
      return missing(key, allowed, standIn(range));
    }
    Optional<Double> number = number(value, range, whole);
    if (number.isEmpty()) {
      problem(key, allowed);
    }
    return number.orElseGet(() -> standIn(range));
  }

  private static Optional<Double> number(ConfigValue value, Range range, boolean whole) {
    return Scalar.number(value)
        .map(BigDecimal::doubleValue)
        .filter(number -> !whole || number.intValue() == number)
        .filter(range::contains);
  }

  /** A number that a range holds, to go on with. */
  private static double standIn(Range range) {
    return range.contains(1)
        ? 1
        : range.contains(range.low()) ? range.low() : (range.low() + range.high()) / 2;
  }

  private static List<ConfigValue> elements(ConfigValue value) {
    return value instanceof ConfigList list ? list : List.of(value);
  }

  private <T> T missing(String key, String allowed, T fallback) {
    note(key, given.origin(), "is missing; it must be " + allowed);
    return fallback;
  }

  private Section child(String key, String childType, ConfigObject own, ConfigObject fallback) {
    Section section = new Section(full(key), childType, own, fallback, problems);
    section.silent = silent;
    children.add(section);
    return section;
  }

  private Section silentChild(String key) {
    Section section = child(key, "", empty(), empty());
    section.silent = true;
    return section;
  }

  private Section typed(String key, String childType, ConfigValue value) {
    if (value instanceof ConfigObject object) {
      return child(key, childType, object, empty());
    }
    if (value.valueType() == ConfigValueType.STRING) {
      ConfigObject named = empty().withValue(childType, value).withOrigin(value.origin());
      Section section = child(key, childType, named, empty());
      section.bareName = true;
      return section;
    }
    noteFound(key, value, "an object with the key " + childType);
    return silentChild(key);
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

  private void noteFound(String key, ConfigValue value, String allowed) {
    String found = value.render(ConfigRenderOptions.concise());
    note(key, value.origin(), "found " + found + "; allowed is " + allowed);
  }

  private void note(String key, ConfigOrigin origin, String message) {
    if (!silent) {
      problems.add(new Problem(full(key), Place.of(origin), message));
    }
  }

  private String full(String key) {
    if (path.isEmpty() || key.isEmpty() || (bareName && key.equals(typeKey))) {
      return path.isEmpty() ? key : path;
    }
    return path + "." + key;
  }

  private static ConfigObject empty() {
    return ConfigFactory.empty().root();
  }
}
