package dev.tributary.cli;

import dev.tributary.config.InvalidJobException;
import dev.tributary.config.JobFile;
import dev.tributary.data.DataConfig;
import dev.tributary.data.DataEncoding;
import dev.tributary.data.DataEncoding.Column;
import dev.tributary.data.DataLoader;
import dev.tributary.data.JobData;
import dev.tributary.data.LoadedData;
import dev.tributary.data.Target;
import dev.tributary.data.TargetSpec;
import dev.tributary.interop.archive.ArchiveReader.Archived;
import dev.tributary.interop.archive.InputScaling;
import dev.tributary.model.ModelBundle;
import dev.tributary.model.Provenance;
import dev.tributary.model.SourceFormat;
import dev.tributary.nn.NetworkSpec;
import dev.tributary.nn.Shape;
import dev.tributary.nn.TargetKind;
import dev.tributary.nn.loss.CategoricalCrossentropy;
import dev.tributary.nn.loss.SparseCategoricalCrossentropy;
import dev.tributary.report.ConsoleReport;
import dev.tributary.train.TrainedNetwork;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A network from an archive as a model: what the archive doesn't say of the data comes from a job
 * file, or is the plainest there is.
 */
final class ImportedModel {
  private static final String FEATURES = "features";
  private static final String LABEL = "label";

  private ImportedModel() {}

  /** Features are the numbers of one column, and are taken as they are. */
  static ModelBundle of(Archived archived, String archive) {
    TrainedNetwork network = withClassLabels(archived.network());
    InputScaling scaling = archived.scaling();
    DataEncoding encoding =
        new DataEncoding(
            List.of(new Column(FEATURES, network.input().size())),
            labels(network),
            List.of(),
            scaling.shift(),
            scaling.factor());
    return bundle(network, encoding, new SourceFormat("auto", Map.of()), Map.of(), archive);
  }

  /** Features, labels and scaling are as the job has them on its training data. */
  static ModelBundle of(Archived archived, Path job, String archive, ConsoleReport console) {
    JobFile file = JobFile.load(job, List.of());
    DataConfig data =
        file.read(
            root -> {
              file.config().root().keySet().forEach(root::has); // known, and none of our business
              return DataConfig.read(root.section("data"));
            });
    boolean oneLabel = data.label().size() == 1 && data.target() == Target.LABEL;
    TrainedNetwork network = oneLabel ? withClassLabels(archived.network()) : archived.network();
    TargetKind ofLoss = network.spec().loss().targets();
    TargetKind kind = data.target() == Target.FEATURES ? TargetKind.FEATURES : ofLoss;
    try (Session session = Session.open("import " + archive, console)) {
      JobData found = JobData.open(session.access(), data, new TargetSpec(kind, outputs(network)));
      console.note("Reading " + data.train() + " ...");
      LoadedData loaded = DataLoader.load(found, 1, 0);
      loaded.train().rdd().unpersist(false);
      DataEncoding encoding = loaded.encoding();
      if (!encoding.embeddings().isEmpty()) {
        throw new InvalidJobException(
            "The data of %s have encoding = embedding, for which the imported network has no layer. Give the columns encoding = one_hot, if that is what the network was trained on."
                .formatted(job));
      }
      if (encoding.width() != network.input().size()) {
        throw new InvalidJobException(
            "%s takes %d features, and the data of %s have %d. Set data.features to the columns that it was trained on, in their order."
                .formatted(archive, network.input().size(), job, encoding.width()));
      }
      return bundle(
          network,
          scaled(encoding, archived.scaling()),
          new SourceFormat(data.format(), data.options()),
          file.config().root().unwrapped(),
          archive);
    }
  }

  /** An archive that brings its own scaling is right about it. */
  private static DataEncoding scaled(DataEncoding encoding, InputScaling scaling) {
    return scaling.isNone() ? encoding : encoding.scaled(scaling.shift(), scaling.factor());
  }

  /** One column with a class in it, where there are one-hot rows over there. */
  private static TrainedNetwork withClassLabels(TrainedNetwork network) {
    return network.spec().loss() instanceof CategoricalCrossentropy
        ? new TrainedNetwork(
            new NetworkSpec(network.spec().layers(), new SparseCategoricalCrossentropy(0)),
            network.input(),
            network.weights(),
            network.statistics())
        : network;
  }

  private static List<Column> labels(TrainedNetwork network) {
    int count = network.spec().loss().targets() == TargetKind.CLASS_INDEX ? 1 : outputs(network);
    return count == 1
        ? List.of(new Column(LABEL, 1))
        : IntStream.rangeClosed(1, count).mapToObj(i -> new Column(LABEL + "_" + i, 1)).toList();
  }

  private static int outputs(TrainedNetwork network) {
    List<Shape> shapes = network.spec().shapes(network.input());
    return shapes.get(shapes.size() - 1).size();
  }

  private static ModelBundle bundle(
      TrainedNetwork network,
      DataEncoding encoding,
      SourceFormat source,
      Map<String, Object> job,
      String archive) {
    return new ModelBundle(
        network.description(),
        network.tensors(),
        encoding,
        source,
        new Provenance(
            job,
            archive,
            Map.of(),
            Versions.all(),
            0,
            0,
            0,
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            Map.of()));
  }
}
