package dev.tributary.cli;

import dev.tributary.config.InvalidJobException;
import dev.tributary.data.DataConfig;
import dev.tributary.data.DataEncoding;
import dev.tributary.data.Scaling;
import dev.tributary.nn.NamedLayer;
import dev.tributary.nn.Network;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.ParameterLayout.Slice;
import dev.tributary.nn.Shape;
import dev.tributary.nn.layer.LayerSpec;
import dev.tributary.report.NetworkTable;
import dev.tributary.report.Numbers;
import dev.tributary.report.TrainingPlan;
import dev.tributary.train.TrainingJob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What commands say of a job before it runs. */
final class Descriptions {
  private Descriptions() {}

  static NetworkTable network(Network network) {
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

  static TrainingPlan plan(TrainingJob job, String name, int workers) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("loss", job.network().loss().name());
    settings.put("optimizer", plain(job.training().optimizer().toString()));
    settings.put("learning rate", plain(job.training().learningRate().toString()));
    settings.put("clipping", plain(job.training().clipping().toString()));
    job.training()
        .earlyStopping()
        .ifPresent(
            rule ->
                settings.put("early stopping", rule.monitor() + ", patience " + rule.patience()));
    settings.put("output", job.output());
    return new TrainingPlan(
        name,
        workers,
        job.training().batchSize(),
        "every " + job.averaging().every() + " steps",
        job.training().epochs(),
        settings);
  }

  /** The network for inputs of a width. */
  static Network build(NetworkSpec spec, int width) {
    try {
      return new Network(spec, Shape.of(width), 1);
    } catch (IllegalArgumentException | ArithmeticException unfit) {
      throw new InvalidJobException("The network doesn't fit together. " + unfit.getMessage());
    }
  }

  /** What a round sends and what a task needs, in lines. */
  static List<String> traffic(TrainingJob job, Network network, int workers) {
    long weights = network.parameters().size();
    long states = job.training().optimizer().state().size();
    long model = Float.BYTES * (weights * (1 + states) + network.statistics().size());
    long outputs = network.input().size();
    for (Shape shape : network.shapes()) {
      outputs += 2L * shape.size();
    }
    long task =
        2 * model + Float.BYTES * weights + Float.BYTES * outputs * job.training().batchSize();
    long examples = (long) job.training().batchSize() * job.averaging().every();
    return List.of(
        "examples of each worker: at most " + Numbers.count(examples),
        "to each executor: " + Numbers.bytes(model),
        "from each worker: " + Numbers.bytes(model),
        "at the driver, of all workers: " + Numbers.bytes(model * workers),
        "memory of each task, about: " + Numbers.bytes(task));
  }

  static String scaling(Scaling scaling) {
    return scaling.kind() == Scaling.Kind.DIVISOR
        ? "divided by " + plain(Double.toString(scaling.divisor()))
        : scaling.kind().name().toLowerCase(Locale.ROOT);
  }

  static String validationOrigin(DataConfig data) {
    return data.validationPath()
        .orElseGet(
            () ->
                plain(String.format(Locale.ROOT, "%.1f", 100 * data.validationFraction()))
                    + " % of train");
  }

  /** How many classes there are, by the loss; 0 where values are predicted. */
  static int classes(TrainingJob job, DataEncoding encoding) {
    return switch (job.network().loss().name()) {
      case "sparse_categorical_crossentropy", "categorical_crossentropy" -> job.targets().units();
      case "binary_crossentropy" -> job.targets().units() == 1 ? 2 : encoding.classes().size();
      default -> 0;
    };
  }

  /** The settings that tell layers apart; the units stand in the output's shape. */
  private static String settings(LayerSpec spec) {
    return spec.settings().entrySet().stream()
        .filter(setting -> !setting.getKey().equals("units"))
        .filter(setting -> !setting.getKey().equals("use-bias") || setting.getValue().equals(false))
        .map(
            setting ->
                setting.getValue() instanceof String text
                    ? text
                    : setting.getKey() + " " + setting.getValue())
        .collect(Collectors.joining(", "));
  }

  /** A record's text without the brackets: {@code Nesterov[momentum=0.9]}. */
  private static String plain(String text) {
    return text.replace("[]", "")
        .replace("[", " (")
        .replace("]", ")")
        .replace("=", " ")
        .replaceAll("\\.0\\b", "");
  }
}
