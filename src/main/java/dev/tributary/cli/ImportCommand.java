package dev.tributary.cli;

import dev.tributary.interop.archive.ArchiveReader;
import dev.tributary.interop.archive.ArchiveReader.Archived;
import dev.tributary.model.InvalidModelException;
import dev.tributary.model.ModelBundle;
import dev.tributary.model.StorageException;
import dev.tributary.report.ConsoleReport;
import dev.tributary.train.TrainedNetwork;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import NET.zip --output MODEL}. */
@Command(
    name = "import",
    description = {
      "Makes a model of a MultiLayerNetwork that Deeplearning4j's ModelSerializer saved, for predict,"
          + " evaluate and transfer. Only its configuration and coefficients are read.",
      ""
    },
    sortOptions = false)
final class ImportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NET.zip", description = "the archive")
  private String archive;

  @Option(
      names = "--output",
      paramLabel = "MODEL",
      required = true,
      description = "the model's folder, such as out/net/model; a model that is there is replaced")
  private String output;

  @Option(
      names = "--job",
      paramLabel = "JOB.conf",
      description =
          "a job file whose section data says what the columns are and how they are scaled; without"
              + " it, the features are the numbers of one column, features, as they are")
  private java.nio.file.Path job;

  @Mixin private ConsoleOptions consoleOptions;

  @Override
  public Integer call() {
    ConsoleReport console = consoleOptions.open();
    Path source = PathArgument.of("NET.zip", archive);
    Path target = PathArgument.output("--output", output, "");
    Configuration hadoop = HadoopSettings.ofSpark();
    Archived archived = read(source, hadoop);
    ModelBundle bundle =
        Optional.ofNullable(job)
            .map(file -> ImportedModel.of(archived, file, archive, console))
            .orElseGet(() -> ImportedModel.of(archived, archive));
    TrainedNetwork.of(bundle); // as whoever loads it will
    bundle.save(target, hadoop);
    archived.notes().forEach(console::warning);
    console.result("The model is in " + output + ".", Map.of("model", output));
    return 0;
  }

  private Archived read(Path source, Configuration hadoop) {
    try {
      FileSystem files = source.getFileSystem(hadoop);
      if (!files.getFileStatus(source).isFile()) {
        throw new InvalidModelException(
            archive
                + " is a folder. Give the archive that ModelSerializer wrote, such as net.zip.");
      }
      if (files instanceof LocalFileSystem local) {
        return ArchiveReader.read(local.pathToFile(source), archive);
      }
      File copy = File.createTempFile("tributary-import-", ".zip");
      try {
        try (InputStream in = files.open(source)) {
          Files.copy(in, copy.toPath(), StandardCopyOption.REPLACE_EXISTING);
        }
        return ArchiveReader.read(copy, archive);
      } finally {
        Files.deleteIfExists(copy.toPath());
      }
    } catch (FileNotFoundException missing) {
      throw new InvalidModelException(
          "There is no archive "
              + archive
              + ". Give the one that ModelSerializer wrote, such as net.zip.",
          missing);
    } catch (IOException failed) {
      throw StorageException.of("read the archive", source, failed);
    }
  }
}
