package dev.tributary.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A job file with its overrides, not yet read.
 *
 * @param name what to call it in messages
 * @param config the resolved HOCON, {@code --set} overrides applied
 */
public record JobFile(String name, Config config) {

  /**
   * Parses a job file and applies {@code key=value} overrides, the later ones winning.
   *
   * @throws InvalidJobException if the file is missing or isn't HOCON, or an override isn't {@code
   *     key=value}
   */
  public static JobFile load(Path file, List<String> overrides) {
    if (!Files.isRegularFile(file)) {
      throw new InvalidJobException(
          "There is no job file "
              + file
              + ". Give the path of a HOCON file, for example conf/digits.conf.");
    }
    try {
      // Absolute: typesafe looks for includes beside a file, and knows no place beside a bare name.
      Config parsed =
          ConfigFactory.parseFile(
              file.toAbsolutePath().toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
      return of(file.toString(), parsed, overrides);
    } catch (ConfigException notHocon) {
      throw new InvalidJobException(
          "The job file " + file + " can't be read as HOCON: " + notHocon.getMessage());
    }
  }

  /** A job given as text, as {@link #load} would read it from a file. */
  public static JobFile parse(String name, String text, List<String> overrides) {
    try {
      ConfigParseOptions origin = ConfigParseOptions.defaults().setOriginDescription(name);
      return of(name, ConfigFactory.parseString(text, origin), overrides);
    } catch (ConfigException notHocon) {
      throw new InvalidJobException(name + " can't be read as HOCON: " + notHocon.getMessage());
    }
  }

  /** Settings that are already a tree of maps and lists, such as those in a saved model. */
  public static JobFile of(String name, Map<String, ?> tree) {
    return new JobFile(name, ConfigValueFactory.fromMap(tree, name).toConfig());
  }

  /**
   * Reads the job with {@code reader} and returns what it made of it.
   *
   * @throws InvalidJobException naming all problems, unknown keys among them
   */
  public <T> T read(Function<Section, T> reader) {
    List<Problem> problems = new ArrayList<>();
    Section root = Section.root(config, reference(), problems);
    T result = reader.apply(root);
    root.finish();
    if (!problems.isEmpty()) {
      throw new InvalidJobException(name, problems);
    }
    return result;
  }

  /** All settings by their full keys, defaults included, each as it is written in HOCON. */
  public SortedMap<String, String> settings() {
    SortedMap<String, String> settings = new TreeMap<>();
    for (Map.Entry<String, ConfigValue> entry : config.withFallback(reference()).entrySet()) {
      settings.put(entry.getKey(), entry.getValue().render(ConfigRenderOptions.concise()));
    }
    return settings;
  }

  /** Every key's default, from reference.conf. */
  public static Config reference() {
    // By its stream: typesafe's own way looks into every jar of the class path.
    try (Reader text =
        new InputStreamReader(
            JobFile.class.getResourceAsStream("/reference.conf"), StandardCharsets.UTF_8)) {
      return ConfigFactory.parseReader(
          text, ConfigParseOptions.defaults().setOriginDescription("reference.conf"));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static JobFile of(String name, Config parsed, List<String> overrides) {
    // First over the file as it stands, so that substitutions see them; they reach keys of an
    // object that is itself substituted.
    Config merged = parsed;
    for (String override : overrides) {
      merged = override(override).withFallback(merged);
    }
    try {
      Config resolved = merged.resolve();
      for (String override : overrides) {
        resolved = replaced(resolved, override);
      }
      return new JobFile(name, resolved);
    } catch (ConfigException.UnresolvedSubstitution unknown) {
      throw new InvalidJobException(
          "The job "
              + name
              + " has an unknown substitution: "
              + unknown.getMessage()
              + " (${NAME} must be a key of the job or an environment variable; ${?NAME} may be"
              + " neither).");
    }
  }

  private static Config override(String override) {
    try {
      return hocon(text(override), "--set " + override).atPath(key(override));
    } catch (ConfigException.BadPath notAKey) {
      throw new InvalidJobException(
          "Invalid --set " + override + " (must be key=value, for example training.epochs=5).");
    }
  }

  /** The value takes the key's place, whatever was there: an object isn't merged into another. */
  private static Config replaced(Config resolved, String override) {
    String key = key(override);
    Config own = override(override).resolveWith(resolved);
    return own.hasPathOrNull(key) ? own.withFallback(resolved.withoutPath(key)) : resolved;
  }

  private static String key(String override) {
    return override.substring(0, Math.max(0, override.indexOf('='))).trim();
  }

  private static String text(String override) {
    return override.substring(override.indexOf('=') + 1).trim();
  }

  /**
   * The value that {@code text} gives in HOCON: a number, list, object, quoted text, substitution.
   * Anything else is a text as it stands, with the slashes, colons and commas that HOCON takes for
   * comments and separators.
   */
  private static ConfigValue hocon(String text, String source) {
    ConfigValue plain = ConfigValueFactory.fromAnyRef(text, source);
    try {
      ConfigParseOptions origin = ConfigParseOptions.defaults().setOriginDescription(source);
      ConfigObject parsed = ConfigFactory.parseString("value = " + text, origin).root();
      boolean structured =
          text.startsWith("{")
              || text.startsWith("[")
              || text.startsWith("\"")
              || text.contains("${")
              || text.equals("null");
      ConfigValue value = parsed.get("value");
      return parsed.size() == 1 && (structured || Scalar.text(value).equals(text)) ? value : plain;
    } catch (ConfigException notHocon) {
      return plain;
    }
  }
}
