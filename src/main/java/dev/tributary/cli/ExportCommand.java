package dev.tributary.cli;

import dev.tributary.data.DataEncoding;
import dev.tributary.interop.archive.ArchiveWriter;
import dev.tributary.interop.archive.InputScaling;
import dev.tributary.interop.archive.NotTranslatableException;
import dev.tributary.model.InvalidModelException;
import dev.tributary.model.ModelBundle;
import dev.tributary.model.OutputDirectory;
import dev.tributary.report.ConsoleReport;
import dev.tributary.train.TrainedNetwork;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code export MODEL --output NET.zip}. */
@Command(
    name = "export",
    description = {
      "Saves a model as an archive that Deeplearning4j's ModelSerializer.restoreMultiLayerNetwork"
          + " loads, and that gives the same outputs there.",
      ""
    },
    sortOptions = false)
final class ExportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "MODEL", description = "the model's folder, such as out/digits/model")
  private String model;

  @Option(
      names = "--output",
      paramLabel = "NET.zip",
      required = true,
      description = "the archive; what is there is replaced")
  private String output;

  @Mixin private ConsoleOptions consoleOptions;

  @Override
  public Integer call() {
    ConsoleReport console = consoleOptions.open();
    Path folder = PathArgument.of("MODEL", model);
    Path target = PathArgument.output("--output", output, ".zip");
    Configuration hadoop = HadoopSettings.ofSpark();
    ModelBundle bundle = ModelBundle.load(folder, hadoop);
    ArchiveWriter archive = archive(bundle);
    try (OutputDirectory directory = OutputDirectory.open(parent(target), hadoop)) {
      directory.writeFile(target.getName(), archive::writeTo);
    }
    console.result(
        "The network is in " + output + ". It takes the features as they are in the data:",
        Map.of("network", output));
    console.note(
        "  ModelSerializer.restoreMultiLayerNetwork(new File(\"" + target.getName() + "\"))");
    return 0;
  }

  private static Path parent(Path file) {
    return file.getParent() == null ? new Path(Path.CUR_DIR) : file.getParent();
  }

  private ArchiveWriter archive(ModelBundle bundle) {
    DataEncoding encoding = bundle.encoding();
    if (!encoding.columns().isEmpty()) {
      throw new InvalidModelException(
          "%s can't be exported: it has feature columns that are more than numbers to scale (%s), and what is done with them has no place in Deeplearning4j's archive."
              .formatted(model, String.join(", ", encoding.columns().names())));
    }
    try {
      return ArchiveWriter.of(
          TrainedNetwork.of(bundle), new InputScaling(encoding.shift(), encoding.factor()));
    } catch (NotTranslatableException lacking) {
      throw new InvalidModelException(
          "%s can't be exported: %s.".formatted(model, lacking.getMessage()), lacking);
    }
  }
}
