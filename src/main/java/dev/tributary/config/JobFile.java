package dev.tributary.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
      Config parsed =
          ConfigFactory.parseFile(
              file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
      return of(file.toString(), parsed, overrides);
    } catch (ConfigException notHocon) {
      throw new InvalidJobException(
          "The job file " + file + " can't be read as HOCON: " + notHocon.getMessage());
    }
  }

  /** A job given as text, as {@link #load} would read it from a file. */
  public static JobFile parse(String name, String text, List<String> overrides) {
    try {
      return of(name, ConfigFactory.parseString(text), overrides);
    } catch (ConfigException notHocon) {
      throw new InvalidJobException(name + " can't be read as HOCON: " + notHocon.getMessage());
    }
  }

  /** Settings that are already a tree of maps and lists, such as those in a saved model. */
  public static JobFile of(String name, Map<String, ?> tree) {
    return new JobFile(name, ConfigFactory.parseMap(tree, name));
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

  /** Every key's default, from reference.conf. */
  public static Config reference() {
    return ConfigFactory.parseResources(JobFile.class.getClassLoader(), "reference.conf");
  }

  private static JobFile of(String name, Config parsed, List<String> overrides) {
    Config config = parsed;
    for (String override : overrides) {
      config = override(override).withFallback(config);
    }
    return new JobFile(name, config.resolve());
  }

  private static Config override(String override) {
    int equals = override.indexOf('=');
    if (equals <= 0) {
      throw new InvalidJobException(
          "Invalid --set " + override + " (must be key=value, for example training.epochs=5).");
    }
    String key = override.substring(0, equals).trim();
    String value = override.substring(equals + 1).trim();
    ConfigParseOptions origin =
        ConfigParseOptions.defaults().setOriginDescription("--set " + override);
    try {
      return ConfigFactory.parseString(key + " = " + value, origin);
    } catch (ConfigException notHocon) {
      try {
        ConfigUtil.splitPath(key);
        return ConfigFactory.empty()
            .withValue(key, ConfigValueFactory.fromAnyRef(value, "--set " + override));
      } catch (ConfigException badKey) {
        throw new InvalidJobException(
            "Invalid --set " + override + " (must be key=value, for example training.epochs=5).");
      }
    }
  }
}
