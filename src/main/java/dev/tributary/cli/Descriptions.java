package dev.tributary.cli;

import dev.tributary.config.InvalidJobException;
import dev.tributary.data.DataColumns;
import dev.tributary.data.DataConfig;
import dev.tributary.data.DataEncoding;
import dev.tributary.data.DataEncoding.Column;
import dev.tributary.data.EncodedData;
import dev.tributary.data.FeatureCounts;
import dev.tributary.data.LoadedData;
import dev.tributary.data.Target;
import dev.tributary.nn.Engine;
import dev.tributary.nn.GradientEngine;
import dev.tributary.nn.NamedLayer;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.ParameterLayout.Slice;
import dev.tributary.nn.Shape;
import dev.tributary.nn.layer.ActivationLayer;
import dev.tributary.nn.layer.LayerSpec;
import dev.tributary.nn.layer.Nonlinearity;
import dev.tributary.nn.loss.Loss;
import dev.tributary.optim.Constraint;
import dev.tributary.optim.LayerSelection;
import dev.tributary.optim.OuterStep;
import dev.tributary.optim.Regularization;
import dev.tributary.optim.UpdateRule;
import dev.tributary.report.DataSummary;
import dev.tributary.report.NetworkTable;
import dev.tributary.report.Numbers;
import dev.tributary.report.TrainingPlan;
import dev.tributary.train.TrainingJob;
import dev.tributary.train.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What commands say of a job before it runs. */
final class Descriptions {
  private static final int MOST_COLUMNS = 5;

  /** What a reader takes for granted unless it is off. */
  private static final Set<String> PLAIN_WHEN_TRUE = Set.of("use-bias", "scale", "center");

  /** Settings that are worth a word only where they are on. */
  private static final Set<String> PLAIN_WHEN_FALSE = Set.of("shared", "approximate");

  private Descriptions() {}

  static NetworkTable network(GradientEngine network) {
    List<NetworkTable.Row> rows = new ArrayList<>();
    List<NamedLayer> layers = network.spec().layers();
    for (int i = 0; i < layers.size(); i++) {
      NamedLayer layer = layers.get(i);
      long parameters =
          network.parameters().slices().stream()
              .filter(slice -> slice.name().startsWith(layer.name() + "/"))
              .mapToLong(Slice::length)
              .sum();
      rows.add(
          new NetworkTable.Row(
              layer.name(),
              network.shapes().get(i).toString(),
              parameters,
              settings(layer.spec())));
    }
    return new NetworkTable(
        network.input().toString(), rows, network.parameters().size(), network.statistics().size());
  }

  /** The data as it was read. */
  static DataSummary data(OpenedJob opened, LoadedData data, Optional<EncodedData> test) {
    TrainingJob job = opened.job();
    List<DataSummary.Part> parts = new ArrayList<>();
    parts.add(new DataSummary.Part("train", data.train().totalRows(), job.data().train()));
    if (!data.validation().isEmpty()) {
      parts.add(
          new DataSummary.Part(
              DataSummary.VALIDATION,
              data.validation().totalRows(),
              validationOrigin(job.data()).orElseThrow()));
    }
    test.ifPresent(
        encoded ->
            parts.add(
                new DataSummary.Part(
                    "test", encoded.shards().totalRows(), job.data().test().orElseThrow())));
    return new DataSummary(
        parts,
        data.encoding().width(),
        classes(job, data.encoding()),
        job.targets().units(),
        job.data().scaling().words(),
        skipped(data, test),
        columns(opened.data().columns(), data, test));
  }

  /** What became of each column, where more is done with any than to scale it. */
  private static Map<String, String> columns(
      DataColumns columns, LoadedData data, Optional<EncodedData> test) {
    Map<String, String> lines = new LinkedHashMap<>(FeatureLines.of(columns, data.encoding()));
    FeatureCounts counts =
        data.featureCounts().plus(test.map(EncodedData::featureCounts).orElse(FeatureCounts.NONE));
    lines.putAll(FeatureLines.of(counts, data.encoding()));
    return lines;
  }

  /** The data as it can be told without reading it all. */
  static Map<String, String> data(DataConfig config, DataColumns columns, DataEncoding encoding) {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("train", config.train() + " (" + columns.format() + ")");
    validationOrigin(config).ifPresent(origin -> lines.put("validation", origin));
    config.test().ifPresent(path -> lines.put("test", path));
    lines.put(
        "features",
        Numbers.count(encoding.width(), "number") + " a row: " + names(columns.features()));
    lines.put(
        "label", columns.labels().isEmpty() ? "the features themselves" : names(columns.labels()));
    config.weight().ifPresent(weight -> lines.put("weight", weight));
    lines.put("scaling", config.scaling().words());
    return lines;
  }

  /** Rows left out, by reason, of all the parts. */
  static Map<String, Long> skipped(LoadedData data, Optional<EncodedData> test) {
    Map<String, Long> skipped = new LinkedHashMap<>(data.skippedRows());
    test.ifPresent(
        encoded -> encoded.skippedRows().forEach((k, v) -> skipped.merge(k, v, Long::sum)));
    return skipped;
  }

  static TrainingPlan plan(TrainingJob job, String name, int workers) {
    Map<String, String> settings = new LinkedHashMap<>();
    engine(job.network()).ifPresent(words -> settings.put("engine", words));
    settings.put("loss", loss(job.network().loss()));
    settings.put("optimizer", plain(job.training().optimizer().toString()));
    settings.put("learning rate", plain(job.training().learningRate().toString()));
    settings.put("clipping", plain(job.training().clipping().toString()));
    UpdateRule update = job.training().update();
    if (!update.regularization().isNone()) {
      settings.put("regularization", regularization(update.regularization()));
    }
    if (!(update.constraint() instanceof Constraint.None)) {
      settings.put("constraint", constraint(update.constraint()));
    }
    job.data().classWeights().words().ifPresent(words -> settings.put("class weights", words));
    job.pretraining()
        .ifPresent(
            before ->
                settings.put(
                    "pretraining",
                    Numbers.count(before.epochs(), "epoch") + " for each hidden layer"));
    job.training()
        .earlyStopping()
        .ifPresent(
            rule ->
                settings.put(
                    "early stopping", rule.monitor().name() + ", patience " + rule.patience()));
    OuterStep outer = job.averaging().outerStep(workers);
    if (!outer.isNone()) {
      settings.put("outer step", plain(outer.toString()));
    }
    if (job.averaging().wire() != Wire.FLOAT32) {
      settings.put("updates", "sent as " + plain(job.averaging().wire().toString()));
    }
    settings.put("output", job.output());
    return new TrainingPlan(
        name,
        workers,
        job.training().batchSize(),
        plain(job.averaging().every().toString()),
        job.training().epochs(),
        settings);
  }

  /** What computes a network, and which layers decided, where it isn't the native engine alone. */
  private static Optional<String> engine(NetworkSpec network) {
    List<String> foreign = network.foreignLayers().stream().map(NamedLayer::name).toList();
    if (network.engine() == Engine.DL4J) {
      return Optional.of("Deeplearning4j, as engine = dl4j says");
    }
    return foreign.isEmpty()
        ? Optional.empty()
        : Optional.of("Deeplearning4j for " + String.join(", ", foreign) + ", else native");
  }

  /** A loss, and those of its settings that do something. */
  private static String loss(Loss loss) {
    String settings =
        loss.settings().entrySet().stream()
            .filter(setting -> !setting.getValue().equals(0.0))
            .map(setting -> setting.getKey() + " " + setting.getValue())
            .collect(Collectors.joining(", "));
    return settings.isEmpty() ? loss.name() : loss.name() + " (" + settings + ")";
  }

  /** The network for inputs of a width. */
  static GradientEngine build(NetworkSpec spec, int width) {
    try {
      return spec.build(Shape.of(width));
    } catch (IllegalArgumentException | ArithmeticException unfit) {
      throw new InvalidJobException(
          "The network doesn't fit together. " + unfit.getMessage() + ".");
    }
  }

  private static Optional<String> validationOrigin(DataConfig data) {
    if (data.validationPath().isPresent() || data.validationFraction() == 0) {
      return data.validationPath();
    }
    String percent = String.format(Locale.ROOT, "%.1f", 100 * data.validationFraction());
    return Optional.of(plain(percent) + " % of train");
  }

  /** The first and the last of some columns. */
  static String names(List<Column> columns) {
    List<String> names =
        columns.stream()
            .map(column -> column.name() + (column.width() > 1 ? " (" + column.width() + ")" : ""))
            .toList();
    return names.size() <= MOST_COLUMNS
        ? String.join(", ", names)
        : String.join(", ", names.subList(0, MOST_COLUMNS - 1))
            + ", …, "
            + names.get(names.size() - 1);
  }

  /** How many classes there are, by the loss; 0 where values are predicted. */
  private static int classes(TrainingJob job, DataEncoding encoding) {
    if (job.data().target() == Target.FEATURES) {
      return 0;
    }
    return switch (job.network().loss().name()) {
      case "sparse_categorical_crossentropy", "categorical_crossentropy" -> job.targets().units();
      case "binary_crossentropy" -> job.targets().units() == 1 ? 2 : encoding.classes().size();
      default -> 0;
    };
  }

  /** The settings that tell layers apart; the units stand in the output's shape. */
  private static String settings(LayerSpec spec) {
    List<String> texts = new ArrayList<>();
    if (spec instanceof Nonlinearity function && !(spec instanceof ActivationLayer)) {
      texts.add(function.functionName());
    }
    spec.settings().entrySet().stream()
        .filter(setting -> !setting.getKey().equals("units"))
        .filter(setting -> !PLAIN_WHEN_TRUE.contains(setting.getKey()) || isOff(setting))
        .filter(setting -> !PLAIN_WHEN_FALSE.contains(setting.getKey()) || !isOff(setting))
        .forEach(setting -> texts.add(setting(setting.getKey(), setting.getValue())));
    return String.join(", ", texts);
  }

  /** A text speaks for itself, an object is named by its type: {@code normal (stddev 1.0)}. */
  private static String setting(String key, Object value) {
    if (value instanceof List<?> list
        && !list.isEmpty()
        && list.stream().allMatch(Map.class::isInstance)) {
      return key
          + " "
          + list.stream().map(each -> values((Map<?, ?>) each)).collect(Collectors.joining(", "));
    }
    if (value instanceof String text) {
      return text;
    }
    if (!(value instanceof Map<?, ?> object)) {
      return key + " " + value;
    }
    String own =
        object.entrySet().stream()
            .filter(entry -> !entry.getKey().equals("type"))
            .map(entry -> setting(entry.getKey().toString(), entry.getValue()))
            .collect(Collectors.joining(", "));
    return object.get("type") + " (" + own + ")";
  }

  /** A row of a setting that is a table. */
  private static String values(Map<?, ?> row) {
    return row.values().stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  private static boolean isOff(Map.Entry<String, Object> setting) {
    return setting.getValue().equals(false);
  }

  private static String regularization(Regularization settings) {
    Map<String, Double> factors = new LinkedHashMap<>();
    factors.put("l1", settings.l1());
    factors.put("l2", settings.l2());
    factors.put("weight decay", settings.weightDecay());
    return factors.entrySet().stream()
            .filter(factor -> factor.getValue() > 0)
            .map(factor -> factor.getKey() + " " + plain(factor.getValue().toString()))
            .collect(Collectors.joining(", "))
        + on(settings.layers());
  }

  private static String constraint(Constraint constraint) {
    String limit =
        constraint instanceof Constraint.MaxNorm norm
            ? " (limit " + plain(Double.toString(norm.limit())) + ")"
            : "";
    return plain(constraint.getClass().getSimpleName()) + limit + on(constraint.layers());
  }

  private static String on(LayerSelection layers) {
    return layers.equals(LayerSelection.ALL) ? "" : " on " + String.join(", ", layers.patterns());
  }

  /** A record's text as a job file would name it: {@code global_norm (limit 1)}. */
  private static String plain(String text) {
    return text.replaceFirst("^By", "")
        .replaceAll(", \\w+=NaN", "") // what doesn't apply
        .replaceAll("([a-z0-9])([A-Z])(?![-0-9])", "$1_$2") // but not within 1.0E-8
        .toLowerCase(Locale.ROOT)
        .replace("[]", "")
        .replace("[", " (")
        .replace("]", ")")
        .replace("=", " ")
        .replaceAll("\\.0(?=\\b|e)", "");
  }
}
