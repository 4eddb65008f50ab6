package dev.tributary.train;

import dev.tributary.config.Section;
import dev.tributary.data.CategorySettings;
import dev.tributary.data.CategoryStyle;
import dev.tributary.data.ClassWeights;
import dev.tributary.data.DataConfig;
import dev.tributary.data.DataEncoding;
import dev.tributary.data.FeatureEntry;
import dev.tributary.data.Scaling;
import dev.tributary.data.Target;
import dev.tributary.data.TargetSpec;
import dev.tributary.nn.Engine;
import dev.tributary.nn.NamedLayer;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.TargetKind;
import dev.tributary.nn.layer.ColumnEmbedding;
import dev.tributary.nn.layer.WholeNetwork;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A whole job file.
 *
 * @param data what to train on
 * @param network what to train
 * @param training how
 * @param averaging how the workers' models become one
 * @param transfer layers of a saved model to start with
 * @param pretraining what the hidden layers learn before
 * @param report what it tells about itself
 * @param checkpoint when the run's state is kept
 * @param output where the results go
 */
public record TrainingJob(
    DataConfig data,
    NetworkSpec network,
    TrainingConfig training,
    AveragingConfig averaging,
    Optional<Transfer> transfer,
    Optional<Pretraining> pretraining,
    ReportConfig report,
    CheckpointConfig checkpoint,
    String output) {
  /** Reads a job file; problems are noted in its sections. */
  public static TrainingJob read(Section root) {
    Section dataSection = root.section("data");
    Section trainingSection = root.section("training");
    DataConfig data = DataConfig.read(dataSection).with(ClassWeights.read(trainingSection));
    NetworkSpec network =
        NetworkSpec.read(
            root.section("model"), trainingSection, root.choice("engine", Engine.byName()));
    boolean described = root.isSound("model") && !network.layers().isEmpty();
    boolean embeds = data.features().stream().anyMatch(TrainingJob::embeds);
    List<String> layers =
        described
            ? Stream.concat(
                    embeds ? Stream.of(ColumnEmbedding.NAME) : Stream.empty(),
                    network.layers().stream().map(NamedLayer::name))
                .toList()
            : List.of();
    TrainingConfig training = TrainingConfig.read(trainingSection, layers);
    AveragingConfig averaging = AveragingConfig.read(root.section("averaging"));
    Optional<Transfer> transfer = Transfer.read(root);
    Optional<Pretraining> pretraining = Pretraining.read(trainingSection);
    if (transfer.isPresent() && pretraining.isPresent()) {
      root.complain(
          "transfer",
          "can't go with training.pretraining: each decides what the layers start with");
    }
    if (embeds) {
      checkEmbeddings(root, dataSection, data, network, pretraining);
    }
    ReportConfig report = ReportConfig.read(root.section("report"));
    CheckpointConfig checkpoint = CheckpointConfig.read(root.section("checkpoint"));
    String output = root.section("output").string("dir");
    boolean validated = data.validationFraction() > 0 || data.validationPath().isPresent();
    training.checkMetrics(
        trainingSection, network.loss().name(), targets(data, network), validated);
    check(data, network, dataSection, trainingSection);
    if (described && network.outputs().isEmpty()) {
      root.complain(
          "model", "must have a dense layer: its units are what the labels are held against");
    }
    if (described && pretraining.isPresent() && !HiddenBlock.areIn(network)) {
      trainingSection.complain(
          "pretraining", "needs a hidden dense layer: the output layer isn't pretrained");
    }
    return new TrainingJob(
        data, network, training, averaging, transfer, pretraining, report, checkpoint, output);
  }

  /**
   * The job for data of an encoding: where categories have learned vectors, its network starts with
   * the layer that looks them up.
   */
  public TrainingJob over(DataEncoding encoding) {
    if (encoding.embeddings().isEmpty()) {
      return this;
    }
    NamedLayer first =
        new NamedLayer(ColumnEmbedding.NAME, new ColumnEmbedding(encoding.embeddings()));
    return new TrainingJob(
        data,
        network.behind(first),
        training,
        averaging,
        transfer,
        pretraining,
        report,
        checkpoint,
        output);
  }

  private static boolean embeds(FeatureEntry entry) {
    return entry.settings() instanceof CategorySettings category
        && category.style() == CategoryStyle.EMBEDDING;
  }

  /** Notes where learned vectors of categories don't go with the rest of the job. */
  private static void checkEmbeddings(
      Section root,
      Section dataSection,
      DataConfig data,
      NetworkSpec network,
      Optional<Pretraining> pretraining) {
    String oneHot = "; allowed is encoding = one_hot";
    if (data.target() == Target.FEATURES) {
      dataSection.complain(
          "features",
          "can't have encoding = embedding where they are the targets too (data.target = features):"
              + " an index is no number to reconstruct"
              + oneHot);
    } else if (pretraining.isPresent()) {
      dataSection.complain(
          "features",
          "can't have encoding = embedding with training.pretraining, which reconstructs the inputs"
              + oneHot);
    }
    for (NamedLayer layer : network.layers()) {
      if (layer.spec() instanceof WholeNetwork) {
        dataSection.complain(
            "features",
            "can't have encoding = embedding with model.dl4j, which describes a network as a whole"
                + oneHot);
      } else if (layer.name().equals(ColumnEmbedding.NAME)) {
        root.complain(
            "model",
            "has a layer named "
                + ColumnEmbedding.NAME
                + ", as is the one that data.features puts first; give it another name");
      }
    }
  }

  /**
   * Why the epochs of this job won't have a figure, to be read after its name; empty if they will.
   */
  public Optional<String> problem(MonitoredMetric metric) {
    return metric.problem(
        network.loss().name(),
        EvaluationSums.kind(network.loss().name(), network.loss().targets()),
        data.validationFraction() > 0 || data.validationPath().isPresent());
  }

  /** What the loss compares the outputs with. */
  public TargetSpec targets() {
    return new TargetSpec(targets(data, network), network.outputs().orElseThrow());
  }

  private static TargetKind targets(DataConfig data, NetworkSpec network) {
    return switch (data.target()) {
      case LABEL -> network.loss().targets();
      case FEATURES -> TargetKind.FEATURES;
    };
  }

  /** Notes where the loss doesn't go with what the data gives it. */
  private static void check(
      DataConfig data, NetworkSpec network, Section dataSection, Section trainingSection) {
    if (!trainingSection.isSound("loss")) {
      return;
    }
    String loss = network.loss().name();
    EvaluationSums.Kind kind = EvaluationSums.kind(loss, targets(data, network));
    boolean tellsClasses =
        switch (kind) {
          case CLASSES -> true;
          case DECISIONS -> network.outputs().orElse(1) == 1;
          case VALUES -> false;
        };
    if (!tellsClasses) {
      data.classWeights().refuse(trainingSection);
    }
    if (data.target() == Target.LABEL) {
      return;
    }
    EvaluationSums.Kind ofLabels = EvaluationSums.kind(loss, network.loss().targets());
    if (ofLabels == EvaluationSums.Kind.CLASSES) {
      trainingSection.complain(
          "loss",
          loss
              + " compares the outputs with a class, but data.target = features gives it the"
              + " features; allowed is mse or binary_crossentropy");
    }
    if (ofLabels == EvaluationSums.Kind.DECISIONS
        && data.scaling().kind() == Scaling.Kind.STANDARD) {
      dataSection.complain(
          "scaling",
          "gives features around 0, but with data.target = features they are the targets of "
              + loss
              + ", which must be from 0 to 1; allowed is minmax, a number to divide by, or none if"
              + " they are so already");
    }
  }
}
