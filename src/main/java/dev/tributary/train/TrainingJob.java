package dev.tributary.train;

import dev.tributary.config.Section;
import dev.tributary.data.DataConfig;
import dev.tributary.data.TargetSpec;
import dev.tributary.nn.NamedLayer;
import dev.tributary.nn.NetworkSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole job file.
 *
 * @param data what to train on
 * @param network what to train
 * @param training how
 * @param averaging how the workers' models become one
 * @param output where the results go
 */
public record TrainingJob(
    DataConfig data,
    NetworkSpec network,
    TrainingConfig training,
    AveragingConfig averaging,
    String output) {
  /** Reads a job file; problems are noted in its sections. */
  public static TrainingJob read(Section root) {
    DataConfig data = DataConfig.read(root.section("data"));
    Section trainingSection = root.section("training");
    NetworkSpec network = NetworkSpec.read(root.section("model"), trainingSection);
    boolean described = root.isSound("model") && !network.layers().isEmpty();
    List<String> layers =
        described ? network.layers().stream().map(NamedLayer::name).toList() : List.of();
    TrainingConfig training = TrainingConfig.read(trainingSection, layers);
    AveragingConfig averaging = AveragingConfig.read(root.section("averaging"));
    Map<String, String> engines = new LinkedHashMap<>();
    engines.put("auto", "native");
    engines.put("native", "native");
    root.choice("engine", engines);
    String output = root.section("output").string("dir");
    boolean validated = data.validationFraction() > 0 || data.validationPath().isPresent();
    training.checkMetrics(trainingSection, network.loss().name(), validated);
    if (described && network.outputs().isEmpty()) {
      root.complain(
          "model", "must have a dense layer: its units are what the labels are held against");
    }
    return new TrainingJob(data, network, training, averaging, output);
  }

  /** What the loss compares the outputs with. */
  public TargetSpec targets() {
    return new TargetSpec(network.loss().targets(), network.outputs().orElseThrow());
  }
}
