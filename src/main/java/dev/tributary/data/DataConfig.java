package dev.tributary.data;

import dev.tributary.config.Range;
import dev.tributary.config.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The {@code data} section of a job file.
 *
 * @param format see {@link SourceConfig#format}
 * @param train where the training rows are
 * @param validationFraction the share of the training rows held out for validation, in [0, 1); 0
 *     where there is a path
 * @param validationPath where the validation rows are
 * @param test where the test rows are
 * @param target what the network's outputs are compared with
 * @param label names or patterns of the label columns
 * @param features the feature columns, and what is done with them
 * @param weight the column that says how much a training row counts
 * @param classWeights how much the training rows of each class count; they stand in the section
 *     {@code training}
 * @param labelType how labels are read
 * @param scaling how features are scaled
 * @param options handed to Spark's reader
 * @param badRows what to do with rows that can't be used
 */
public record DataConfig(
    String format,
    String train,
    double validationFraction,
    Optional<String> validationPath,
    Optional<String> test,
    Target target,
    List<String> label,
    List<FeatureEntry> features,
    Optional<String> weight,
    ClassWeights classWeights,
    LabelType labelType,
    Scaling scaling,
    Map<String, String> options,
    BadRows badRows) {

  private static final Set<String> RESERVED = Set.of("mode", "columnnameofcorruptrecord", "path");
  private static final Range FRACTION = Range.fromBelow(0, 1);

  public DataConfig {
    label = List.copyOf(label);
    features = List.copyOf(features);
    options = Map.copyOf(options);
  }

  /** Reads the section; problems are noted in it. */
  public static DataConfig read(Section data) {
    Map<String, LabelType> labelTypes = new LinkedHashMap<>();
    labelTypes.put("auto", LabelType.AUTO);
    labelTypes.put("integer", LabelType.INTEGER);
    labelTypes.put("text", LabelType.TEXT);
    Map<String, BadRows> policies = new LinkedHashMap<>();
    policies.put("fail", BadRows.FAIL);
    policies.put("skip", BadRows.SKIP);
    Map<String, Target> targets = new LinkedHashMap<>();
    targets.put("label", Target.LABEL);
    targets.put("features", Target.FEATURES);
    Optional<String> validation = data.optionalString("validation");
    Optional<Double> fraction = validation.flatMap(DataConfig::number);
    if (fraction.isPresent() && !FRACTION.contains(fraction.get())) {
      data.problem("validation", "a path, or a fraction that is " + FRACTION.allowed());
      fraction = Optional.of(0.0);
    }
    return new DataConfig(
        data.string("format").toLowerCase(Locale.ROOT),
        data.string("train"),
        fraction.orElse(0.0),
        fraction.isPresent() ? Optional.empty() : validation,
        data.optionalString("test"),
        data.choice("target", targets),
        names(data, "label"),
        FeatureEntry.read(data),
        data.optionalString("weight"),
        ClassWeights.alike(),
        data.choice("label-type", labelTypes),
        Scaling.read(data),
        options(data),
        data.choice("bad-rows", policies));
  }

  /** The same data, whose classes count as {@code weights} say. */
  public DataConfig with(ClassWeights weights) {
    return new DataConfig(
        format,
        train,
        validationFraction,
        validationPath,
        test,
        target,
        label,
        features,
        weight,
        weights,
        labelType,
        scaling,
        options,
        badRows);
  }

  /** The source of the rows at a path, read as the training rows are. */
  public SourceConfig source(String path) {
    return new SourceConfig(format, path, options, badRows);
  }

  private static List<String> names(Section data, String key) {
    List<String> names = data.strings(key);
    if (data.has(key) && names.isEmpty()) {
      data.problem(key, "at least one name or pattern of a column");
    }
    return names;
  }

  private static Map<String, String> options(Section data) {
    Map<String, String> options = data.texts("options");
    for (String name : options.keySet()) {
      if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
        data.complain(
            "options",
            "the option "
                + name
                + " is set by Tributary itself; what happens to malformed rows is for"
                + " data.bad-rows to say");
      }
    }
    return options;
  }

  static Optional<Double> number(String text) {
    try {
      return Optional.of(Double.parseDouble(text));
    } catch (NumberFormatException notANumber) {
      return Optional.empty();
    }
  }
}
